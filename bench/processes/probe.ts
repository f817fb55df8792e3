import { database } from "../../db/index.ts"
import { residentAfterGarbage } from "../collect_garbage.ts"

// Loaded into the app before all else. Every SIGUSR2 is answered with a line of what can't be seen from outside.

export type Probe = { resident: number; writes: number }

let writes = 0
let probes = 0

database.on("query", ({ sql }: { sql: string }) => {
  if (/^(insert|update|delete)/i.test(sql)) writes++
})

process.on("SIGUSR2", () => {
  const probe: Probe = { resident: residentAfterGarbage(), writes }
  console.log(`probe ${++probes}: ${JSON.stringify(probe)}`)
})
