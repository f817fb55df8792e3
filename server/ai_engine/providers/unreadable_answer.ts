/** The server answered well, but not with what was asked for: its address may be somebody else's. */
export class UnreadableAnswer extends Error {
  /** How it began, for the log. */
  readonly beginning: string

  constructor(contentType: string | null, beginning: string) {
    super(`The answer is no stream of events (${contentType ?? "of no type"}).`)
    this.beginning = beginning.slice(0, 1_000)
  }
}
