/** A run that was begun before, and what has come of it: where `resume` goes on. */
export type BegunRun = {
  remoteId: string
  content: string
  /** Of the last event whose text is in `content`; null where the server counts none. */
  sequence: number | null
  /** The provider's id of the message that `content` ended in. */
  messageRemoteId: string | null
  startedAt: Date
}
