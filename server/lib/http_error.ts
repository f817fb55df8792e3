/** A refusal: its message is a sentence for people. */
export class HttpError extends Error {
  readonly status: number
  /** What was typed and could not be taken, to be shown again. */
  readonly unsent: string | undefined

  constructor(status: number, message: string, unsent?: string) {
    super(message)
    this.status = status
    this.unsent = unsent
  }
}
