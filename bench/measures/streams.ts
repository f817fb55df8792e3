import { inTurns } from "../rounds.ts"
import type { World } from "../world.ts"
import { type Measured, more, ms, times } from "./measure.ts"

const STREAMS = 25
const INTERVAL = 20

const REACH = {
  embedded: { cpu: 1.7, p50: 1, p99: 6 },
  scaled: { cpu: 3, p50: 3, p99: 20 },
}

/** What 25 answers at once cost, and how late their words are. */
export async function streams(world: World): Promise<Measured> {
  const lengths = new Array(STREAMS).fill(world.quick ? 200 : 400)
  const figures = await inTurns(world, { lengths, interval: INTERVAL })
  const { relay } = figures

  const cpu = (["embedded", "scaled"] as const).map((kind) => {
    const { cpuPerThousand } = figures[kind]
    const ratio = cpuPerThousand / relay.cpuPerThousand
    return {
      measure: `CPU per 1,000 tokens, ${STREAMS} streams, ${kind}`,
      yardstick: `relay ${ms(relay.cpuPerThousand)}`,
      ours: ms(cpuPerThousand),
      ratio: times(ratio),
      reach: `≤ ${REACH[kind].cpu} ×`,
      reached: ratio <= REACH[kind].cpu,
    }
  })
  const latency = (["embedded", "scaled"] as const).map((kind) => {
    const { p50, p99 } = figures[kind]
    const added = { p50: p50 - relay.p50, p99: p99 - relay.p99 }
    return {
      measure: `latency p50 / p99, ${STREAMS} streams, ${kind}`,
      yardstick: `relay ${ms(relay.p50)} / ${ms(relay.p99)}`,
      ours: `${ms(p50)} / ${ms(p99)}`,
      ratio: `${more(added.p50)} / ${more(added.p99)}`,
      reach: `≤ +${REACH[kind].p50} / +${REACH[kind].p99} ms`,
      reached: added.p50 <= REACH[kind].p50 && added.p99 <= REACH[kind].p99,
    }
  })

  return { rows: [...cpu, ...latency], figures }
}
