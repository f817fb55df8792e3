import type { NextFunction, Request, Response } from "express"
import { RecordNotFound } from "./lib/errors.ts"
import { HttpError } from "./lib/http_error.ts"
import { logger } from "./lib/logger.ts"
import { permit } from "./lib/parameters.ts"
import { renderPage } from "./lib/view.ts"
import { Session } from "./models/session.ts"

const HEADINGS: Record<number, string> = {
  401: "You are signed out",
  403: "Not from here",
  404: "Not found",
  413: "Too large",
  415: "Not a form",
  422: "That did not work",
  429: "Too many tries",
  500: "Something went wrong",
}

export function answerNotFound() {
  throw new HttpError(404, "There is nothing at this address.")
}

/** Every refusal looks like the app, says what to do, and shows what was typed. */
export async function answerError(error: unknown, request: Request, response: Response, next: NextFunction) {
  const { status, message, unsent } = refusalFrom(error, request)
  if (status >= 500) logger.error("A request failed.", { method: request.method, path: request.path, error })
  if (response.headersSent) return next(error)

  const locals = { status, heading: HEADINGS[status] ?? "That did not work", sentence: message, unsent }
  const currentUser = await signedIn(request)
  const html = await renderPage("errors/show", {
    ...response.locals,
    ...locals,
    title: locals.heading,
    currentUser,
    flash: {},
  })
  response.status(status).type("html").send(html)
}

function refusalFrom(error: unknown, request: Request): HttpError {
  if (error instanceof HttpError) {
    return error
  } else if (error instanceof RecordNotFound) {
    return new HttpError(404, "There is nothing at this address, or it is not yours.")
  } else {
    return refusalFromExpress(error, request)
  }
}

/** Express and its parsers give their errors a status; all without one are ours. */
function refusalFromExpress(error: unknown, request: Request): HttpError {
  const { status } = error as { status?: number }

  if (status === 413) {
    return new HttpError(413, "That is more than can be sent at once. Make it shorter, then send it again.")
  } else if (status !== undefined && status >= 400 && status < 500) {
    return new HttpError(status, "The request could not be understood.")
  } else {
    const { content } = permit(request.body?.message, ["content"])
    return new HttpError(500, "It is our fault, and it was written down. Try again in a moment.", content)
  }
}

async function signedIn(request: Request) {
  try {
    return await (await Session.of(request))?.user()
  } catch {
    return undefined
  }
}
