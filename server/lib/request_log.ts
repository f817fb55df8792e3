import { AsyncLocalStorage } from "node:async_hooks"
import { randomUUID } from "node:crypto"
import { extname } from "node:path"
import type { NextFunction, Request, Response } from "express"
import { withLogContext } from "./log_context.ts"
import { logger } from "./logger.ts"

/** What a proxy may have called the request; nothing that could be taken for more than a name. */
const REQUEST_ID = /^[\w.-]{8,64}$/

const HEALTH_CHECK = "/up"

/** Gives every request an id, which its lines in the log, its runs and their jobs carry, and logs how it was answered. */
export function logRequests(request: Request, response: Response, next: NextFunction) {
  const given = request.get("x-request-id") ?? ""
  const requestId = REQUEST_ID.test(given) ? given : randomUUID()
  const start = performance.now()

  response.set("X-Request-Id", requestId)
  withLogContext({ requestId }, () => {
    // An event comes from wherever the socket is handled, not from this request.
    response.once(
      "close",
      AsyncLocalStorage.bind(() => logAnswer(request, response, start)),
    )
    next()
  })
}

/** The path alone: what stands behind it may hold somebody's words. */
function logAnswer(
  { method, originalUrl }: Request,
  { statusCode, writableFinished }: Response,
  start: number,
) {
  const path = originalUrl.split("?", 1)[0] as string
  const level = statusCode < 400 && isFrequent(path) ? "debug" : "info"
  const what = writableFinished ? "Request answered." : "Request broken off."
  logger[level](what, { method, path, status: statusCode, ms: Math.round(performance.now() - start) })
}

function isFrequent(path: string) {
  return path === HEALTH_CHECK || extname(path) !== ""
}
