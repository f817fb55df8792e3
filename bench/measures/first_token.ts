import { KINDS } from "../rounds.ts"
import { percentile } from "../statistics.ts"
import { tell } from "../tell.ts"
import type { Kind, World } from "../world.ts"
import { type Measured, more, ms } from "./measure.ts"

const REACH = 25

/** From `POST /messages` to the first frame that has a word in it, where the provider answers at once. */
export async function firstToken(world: World): Promise<Measured> {
  const firsts: Record<Kind, number[]> = { relay: [], embedded: [], scaled: [] }

  for (let question = 0; question < (world.quick ? 5 : 30); question++) {
    for (const kind of KINDS) {
      const { first } = await tell(world, await world.subject(kind), { lengths: [10], interval: 0 })
      firsts[kind].push(...first)
    }
  }

  const relay = percentile(firsts.relay, 50)
  const rows = (["embedded", "scaled"] as const).map((kind) => {
    const p50 = percentile(firsts[kind], 50)
    return {
      measure: `first token, p50, ${kind}`,
      yardstick: `relay ${ms(relay)}`,
      ours: ms(p50),
      ratio: more(p50 - relay),
      reach: `≤ ${REACH} ms`,
      reached: p50 <= REACH,
    }
  })

  return { rows, figures: firsts }
}
