type Facts = {
  /** False where not one byte of the request can have been sent. */
  sent: boolean
  /** Milliseconds, where it waited as long as it may. */
  waited?: number | undefined
  reason?: unknown
}

/** A request that got no answer. */
export class HttpFailure extends Error {
  readonly code: string
  readonly sent: boolean
  readonly waited: number | undefined
  readonly reason: unknown

  constructor(code: string, message: string, { sent, waited, reason }: Facts) {
    super(message)
    this.code = code
    this.sent = sent
    this.waited = waited
    this.reason = reason
  }

  static from(error: unknown, sent: boolean): HttpFailure {
    if (error instanceof HttpFailure) {
      return new HttpFailure(error.code, error.message, { ...error, sent })
    } else {
      const { code } = error as NodeJS.ErrnoException
      return new HttpFailure(code ?? "ECONNRESET", wordsOf(error), { sent, reason: error })
    }
  }
}

/** Several addresses of one name fail together, without a word of their own. */
function wordsOf(error: unknown): string {
  if (error instanceof AggregateError) {
    return error.errors.map(wordsOf).join("; ")
  } else {
    return error instanceof Error ? error.message : String(error)
  }
}
