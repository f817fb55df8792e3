import type { NextFunction, Request, Response } from "express"
import { HttpError } from "./http_error.ts"

/** What forms send; express.urlencoded would pass over anything else without a word. */
export function requireForm(request: Request, _response: Response, next: NextFunction) {
  const hasBody =
    request.headers["transfer-encoding"] !== undefined || Number(request.headers["content-length"] ?? 0) > 0

  if (hasBody && !request.is("application/x-www-form-urlencoded")) {
    throw new HttpError(415, "Send it as a form: application/x-www-form-urlencoded.")
  } else {
    next()
  }
}
