import { setTimeout as pause } from "node:timers/promises"
import { PATIENCE } from "./patience.ts"

const INTERVAL = 5

/** Looks again and again until `look` finds something true, and hands that over. */
export async function until<Found>(look: () => Found | Promise<Found>) {
  const deadline = performance.now() + PATIENCE

  for (;;) {
    const found = await look()
    if (found) return found
    if (performance.now() > deadline) throw new Error(`After ${PATIENCE} ms still not so: ${look}`)
    await pause(INTERVAL)
  }
}
