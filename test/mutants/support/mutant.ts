/** A small mistake that somebody might make, and the promise that it breaks: its tests have to fail with it. */
export type Mutant = {
  /** What is not true any more for a user, in a sentence. */
  promise: string
  file: string
  /** Stands in the file exactly once. */
  find: string
  replace: string
  tests: readonly string[]
  /** With the engine's own database on PostgreSQL, where races can happen. */
  postgres?: boolean
}

/** All of one file, which the same tests hold. */
export function mutantsOf(
  file: string,
  tests: readonly string[],
  changes: readonly (Pick<Mutant, "promise" | "find" | "replace"> & Partial<Mutant>)[],
): Mutant[] {
  return changes.map((change) => ({ file, tests, ...change }))
}
