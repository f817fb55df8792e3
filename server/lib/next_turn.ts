import { setImmediate as turn } from "node:timers/promises"

let last: Promise<void> = Promise.resolve()

/**
 * For work that takes milliseconds and can wait some: one such piece is done at a time, and before each the process
 * attends to all that has come meanwhile. Resolves when it is the caller's turn, in the order of the calls.
 */
export function nextTurn(): Promise<void> {
  last = last.then(() => turn())
  return last
}
