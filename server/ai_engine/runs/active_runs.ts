/** A run while this process performs it. */
export interface ActiveRun {
  /** Which claim of the run is this process's: with a later one, it is another's. */
  readonly claims: number
  /** Resolves when the run has ended and its end is told. */
  readonly ended: Promise<void>
  saveGrowth(): Promise<void>
  /** Hangs up on the provider. */
  stop(): void
}

/** The runs that this process performs, by id. */
export const activeRuns = new Map<number, ActiveRun>()
