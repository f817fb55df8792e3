import { database } from "../../db/index.ts"
import { type Memory, memoryInUse } from "../memory_in_use.ts"

// Loaded into the app before all else. Every SIGUSR2 is answered with a line of what can't be seen from outside.

export type Probe = { memory: Memory; writes: number }

let writes = 0
let probes = 0

database.on("query", ({ sql }: { sql: string }) => {
  if (/^(insert|update|delete)/i.test(sql)) writes++
})

process.on("SIGUSR2", () => {
  const probe: Probe = { memory: memoryInUse(), writes }
  console.log(`probe ${++probes}: ${JSON.stringify(probe)}`)
})
