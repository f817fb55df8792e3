import { ConfigError } from "../config.ts"

/** Ends a process that can't start, with one line that says what to mend. What nobody foresaw keeps its stack. */
export function refuseToStart(error: unknown): never {
  console.error(error instanceof ConfigError ? error.message : error)
  process.exit(1)
}
