import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

setFlagsFromString("--expose-gc")
const gc: () => void = runInNewContext("gc")

export type Memory = ReturnType<typeof memoryInUse>

/** Bytes: what the program holds once its garbage is collected, and what the system has given the process for that. */
export function memoryInUse() {
  gc()
  const { rss, heapUsed, external } = process.memoryUsage()
  return { held: heapUsed + external, resident: rss }
}
