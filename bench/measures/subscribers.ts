import { inTurns } from "../rounds.ts"
import type { World } from "../world.ts"
import { type Measured, ms, times } from "./measure.ts"

const INTERVAL = 20
const REACH = { cpu: 1.3, p99: 50 }

/** One answer with 500 readers. */
export async function subscribers(world: World): Promise<Measured> {
  const listenersEach = world.quick ? 100 : 500
  const figures = await inTurns(world, {
    lengths: [world.quick ? 100 : 250],
    interval: INTERVAL,
    listenersEach,
  })
  const { relay } = figures

  const rows = (["embedded", "scaled"] as const).map((kind) => {
    const { cpuPerThousand, p99 } = figures[kind]
    const ratio = cpuPerThousand / relay.cpuPerThousand
    return {
      measure: `one answer, ${listenersEach} subscribers, ${kind}: CPU per 1,000 tokens; p99`,
      yardstick: `relay ${ms(relay.cpuPerThousand)}; ${ms(relay.p99)}`,
      ours: `${ms(cpuPerThousand)}; ${ms(p99)}`,
      ratio: times(ratio),
      reach: `≤ ${REACH.cpu} ×; ≤ ${REACH.p99} ms`,
      reached: ratio <= REACH.cpu && p99 <= REACH.p99,
    }
  })

  return { rows, figures }
}
