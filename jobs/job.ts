/** Ids, not objects: by the time the job is performed, they may have changed. */
export type JobArguments = {
  storytellerId: number | null
  assistantThreadId: number
  userId: number
  runId: number
  /** How often the run was claimed when this was added: a job for a later claim is another one. */
  claims: number
  /** For the log. */
  requestId: string | null
}

/** Has to stop soon, in an honest state, when the signal aborts. */
export type JobHandler = (job: JobArguments, signal: AbortSignal) => Promise<void>

export interface Queue {
  /** With `once`, a job for the same run that still waits is enough. Rejects soon where the queue can't be reached. */
  add(job: JobArguments, options?: { once: boolean }): Promise<void>
  /** From now on this process performs jobs. */
  process(handler: JobHandler): void
  /** Takes no more jobs, lets those under way go on for `grace` milliseconds, then aborts them. */
  close(grace: number): Promise<void>
}

/** How many answers one process streams at once; they mostly wait for the model. */
export const CONCURRENCY = 250
