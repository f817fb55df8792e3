/** A refusal: its message is a sentence for people. */
export class HttpError extends Error {
  readonly status: number
  /** Seconds. */
  readonly retryAfter: number | undefined

  constructor(status: number, message: string, { retryAfter }: { retryAfter?: number | undefined } = {}) {
    super(message)
    this.status = status
    this.retryAfter = retryAfter
  }
}

export class TooManyTries extends HttpError {
  constructor(seconds: number, what: string) {
    const minutes = Math.ceil(seconds / 60)
    const wait = minutes === 1 ? "a minute" : `${minutes} minutes`
    super(429, `Too many tries. Wait ${wait}, then ${what} again.`, { retryAfter: seconds })
  }
}
