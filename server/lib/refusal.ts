import { type DatabaseFault, databaseFault } from "./database_fault.ts"
import { RecordNotFound } from "./errors.ts"
import { HttpError } from "./http_error.ts"

const TOO_LARGE = "That is more than can be sent at once. Make it shorter, then send it again."

const FAULTS: Partial<Record<DatabaseFault, () => HttpError>> = {
  reference: () => new HttpError(404, "What this belongs to was deleted meanwhile, so it was not saved."),
  unfit: () => new HttpError(422, "Something in it is too long, or holds a character that can't be stored."),
  away: () =>
    new HttpError(503, "Nothing can be saved or read right now. Wait a moment, then try again.", {
      retryAfter: 5,
    }),
  full: () =>
    new HttpError(503, "Nothing can be saved right now. Keep your words, and tell who runs this app.", {
      retryAfter: 60,
    }),
}

/** What somebody is told of an error. */
export function refusalFrom(error: unknown): HttpError {
  const fault = databaseFault(error)

  if (error instanceof HttpError) {
    return error
  } else if (error instanceof RecordNotFound) {
    return new HttpError(404, "There is nothing at this address, or it is not yours.")
  } else {
    return (fault && FAULTS[fault]?.()) ?? refusalFromExpress(error)
  }
}

/** Express and its parsers give their errors a status; all without one are ours. */
function refusalFromExpress(error: unknown): HttpError {
  const { status } = error as { status?: number }

  if (status === 413) {
    return new HttpError(413, TOO_LARGE)
  } else if (status !== undefined && status >= 400 && status < 500) {
    return new HttpError(status, "The request could not be understood.")
  } else {
    return new HttpError(500, "It is our fault, and it was written down. Try again in a moment.")
  }
}
