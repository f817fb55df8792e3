/** What is known of a failure, for the log: nobody else is shown it. Keys are redacted. */
export type FailureDetails = {
  /** Of the HTTP answer. */
  status?: number
  /** As the provider, or the system, names the error. */
  providerCode?: string
  requestId?: string
  /** In the words of who noticed it. */
  cause?: string
}
