/** Ids, not objects: by the time the job is performed, they may have changed. */
export type JobArguments = Record<string, string | number | boolean | null>

export type Job<Arguments = JobArguments> = {
  /** That of its class. */
  name: string
  arguments: Arguments
}

/** Jobs of one key do the same. */
export type QueuedJob = Job & { key: string }

/** Has to stop soon, in an honest state, when the signal aborts. */
export type JobHandler = (job: Job, signal: AbortSignal) => Promise<void>

export interface Queue {
  /** With `once`, a job of the same key that still waits is enough. Rejects soon where the queue can't be reached. */
  add(job: QueuedJob, options?: { once: boolean }): Promise<void>
  /** From now on this process performs jobs. */
  process(handler: JobHandler): void
  /** Takes no more jobs, lets those under way go on for `grace` milliseconds, then aborts them. */
  close(grace: number): Promise<void>
}

/** How many jobs one process performs at once; they mostly wait for a model. */
export const CONCURRENCY = 250
