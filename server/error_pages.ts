import type { NextFunction, Request, Response } from "express"
import { takeFlash } from "./lib/flash.ts"
import { HttpError } from "./lib/http_error.ts"
import { logger } from "./lib/logger.ts"
import { refusalFrom } from "./lib/refusal.ts"
import { UnsentForm } from "./lib/unsent_form.ts"
import { renderPage } from "./lib/view.ts"
import { Session } from "./models/session.ts"

const HEADINGS: Record<number, string> = {
  403: "Not from here",
  404: "Not found",
  413: "Too large",
  415: "Not a form",
  422: "That did not work",
  429: "Too many tries",
  500: "Something went wrong",
  503: "Not right now",
}

export function answerNotFound() {
  throw new HttpError(404, "There is nothing at this address.")
}

/** Every refusal looks like the app, says what to do, and shows what was typed. */
export async function answerError(error: unknown, request: Request, response: Response, next: NextFunction) {
  const { status, message, retryAfter } = refusalFrom(error)
  if (status >= 500) logger.error("A request failed.", { method: request.method, path: request.path, error })
  if (response.headersSent) return next(error)

  const unavailable = status === 503
  // The database would be asked who is signed in: that one may be what is down.
  const session = unavailable ? undefined : await quietly(() => Session.of(request))
  const unsent = unavailable ? undefined : unsentForm(request, session)
  const heading = HEADINGS[status] ?? "That did not work"
  const html = await renderPage("errors/show", {
    ...response.locals,
    ...{ status, heading, title: heading, sentence: message, unavailable, unsent: unsent?.typed },
    ...(unavailable ? waysToTryAgain(request) : {}),
    // Said of what was carried here through signing in; the next page is not about it.
    flash: unsent && isReading(request) ? takeFlash(request, response) : {},
    currentUser: response.locals.currentUser ?? (await quietly(async () => session?.user())),
  })
  if (retryAfter) response.set("Retry-After", String(retryAfter))
  response.status(status).type("html").send(html)
}

function waysToTryAgain(request: Request) {
  if (isReading(request)) return { retryPath: request.originalUrl }

  const { typed, fields } = UnsentForm.of(request, request.originalUrl)
  const names = typed.map(({ name }) => name)
  const method = { name: "_method", value: request.method.toLowerCase() }
  const hidden = [...fields.filter(({ name }) => !names.includes(name)), method]
  return { again: { action: request.originalUrl, hidden, typed } }
}

/** What was sent here, or was to be sent from here when a session had ended. */
function unsentForm(request: Request, session: Session | undefined) {
  if (isReading(request)) {
    return session?.unsentForm(request.originalUrl)
  } else {
    return UnsentForm.parse(request.body?.unsent) ?? UnsentForm.of(request, request.originalUrl)
  }
}

function isReading({ method }: Request) {
  return method === "GET" || method === "HEAD"
}

async function quietly<Result>(ask: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await ask()
  } catch {
    return undefined
  }
}
