import type { IncomingMessage } from "node:http"
import type { NextFunction, Request, Response } from "express"
import { HttpError } from "./http_error.ts"

const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"]

/**
 * Refuses what another site's page makes a browser send. Browsers say where a request comes from in
 * `Sec-Fetch-Site`, older ones in `Origin`; what sends neither is no browser, and has no cookies to abuse.
 */
export function requireSameOrigin(request: Request, _response: Response, next: NextFunction) {
  if (SAFE_METHODS.includes(request.method) || fromSameOrigin(request)) {
    next()
  } else {
    throw new HttpError(403, "This request came from another site, so it was not carried out.")
  }
}

function fromSameOrigin(request: IncomingMessage) {
  const site = request.headers["sec-fetch-site"]

  if (site) {
    return site === "same-origin" || site === "none"
  } else {
    return hasOwnOrigin(request)
  }
}

/** True also where there is no Origin at all. */
export function hasOwnOrigin(request: IncomingMessage) {
  const { origin, host } = request.headers
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)
}
