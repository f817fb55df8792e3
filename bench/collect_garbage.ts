import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

setFlagsFromString("--expose-gc")
const gc: () => void = runInNewContext("gc")

/** What this process holds in memory, in bytes, once it has thrown away what it does not need. */
export function residentAfterGarbage() {
  gc()
  return process.memoryUsage.rss()
}
