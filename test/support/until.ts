import { setTimeout as pause } from "node:timers/promises"
import { PATIENCE } from "./patience.ts"

const INTERVAL = 5

/** Looks again and again until `look` finds something true, and hands that over. */
export async function until<Found>(look: () => Found | Promise<Found>, patience = PATIENCE) {
  const deadline = performance.now() + patience

  for (;;) {
    const found = await look()
    if (found) return found
    if (performance.now() > deadline) throw new Error(`After ${patience} ms still not so: ${look}`)
    await pause(INTERVAL)
  }
}
