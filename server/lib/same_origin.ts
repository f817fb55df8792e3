import type { IncomingMessage } from "node:http"
import type { NextFunction, Request, Response } from "express"
import { forwardedProtocol, requestedHost } from "./forwarded.ts"
import { HttpError } from "./http_error.ts"
import { logger } from "./logger.ts"

const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"]
const REFUSED = "This request came from another site, so it was not carried out."

const LONGEST_ORIGIN = 300
const ORIGIN = /^https?:\/\/[^/?#@\\\s]+$/i

/**
 * Refuses what another site's page makes a browser send. Browsers say where a request comes from in
 * `Sec-Fetch-Site`, older ones, and all over plain HTTP, in `Origin`; what sends neither is no browser, and has no
 * cookies to abuse.
 */
export function requireSameOrigin(request: Request, _response: Response, next: NextFunction) {
  const site = request.headers["sec-fetch-site"]

  if (SAFE_METHODS.includes(request.method) || site === "same-origin" || site === "none") {
    next()
  } else if (site) {
    logForeignOrigin(request)
    throw new HttpError(403, REFUSED)
  } else if (hasOwnOrigin(request)) {
    next()
  } else {
    logForeignOrigin(request)
    throw new HttpError(
      403,
      `${REFUSED} If it came from this very one: ${explainMismatch(request.headers.origin, request)}`,
    )
  }
}

/** True also where there is no Origin at all. */
export function hasOwnOrigin(request: IncomingMessage) {
  const { origin } = request.headers
  return origin === undefined || isOwnOrigin(origin, request)
}

/** By the host that was asked for, and by its protocol where a proxy of ours says it. */
export function isOwnOrigin(origin: string, request: IncomingMessage) {
  const [theirs, protocol] = [siteOf(origin), forwardedProtocol(request)]
  const host = requestedHost(request)
  // A proxy that ends TLS may not say so: then it is the one that Origin says.
  const ours = siteOf(`${protocol ?? theirs?.protocol}://${host}`)

  return theirs !== undefined && theirs.protocol === ours?.protocol && theirs.host === ours.host
}

/** What whoever runs the app has to know, as the end of a sentence. */
export function explainMismatch(origin: string | undefined, request: IncomingMessage) {
  return `your browser says ${origin}, but the app was asked for ${requested(request)} (see docs/proxies.md).`
}

export function logForeignOrigin(request: IncomingMessage) {
  const { method, url = "", headers, socket } = request
  logger.warn("Refused what came from another origin. If it is this app's own, see docs/proxies.md.", {
    method,
    path: url.split("?", 1)[0],
    origin: headers.origin?.slice(0, LONGEST_ORIGIN) ?? "none",
    requested: requested(request).slice(0, LONGEST_ORIGIN),
    site: headers["sec-fetch-site"],
    peer: socket.remoteAddress,
  })
}

function requested(request: IncomingMessage) {
  const [protocol, host] = [forwardedProtocol(request), requestedHost(request) || "nothing"]
  return protocol ? `${protocol}://${host}` : host
}

/** As browsers compare them: without case and usual ports, and without the dot that a name may end with. */
function siteOf(origin: string) {
  if (!ORIGIN.test(origin) || !URL.canParse(origin)) return undefined

  const { protocol, hostname, port } = new URL(origin)
  return { protocol: protocol.slice(0, -1), host: `${hostname.replace(/\.$/, "")}:${port}` }
}
