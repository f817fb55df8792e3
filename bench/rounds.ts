import { median, percentile, sum } from "./statistics.ts"
import { type Telling, tell } from "./tell.ts"
import type { Kind, World } from "./world.ts"

/** Node compiles what it does often only after tens of thousands of times. */
const WARM_UPS = 2

type Order = Parameters<typeof tell>[2]

export const KINDS = ["relay", "embedded", "scaled"] as const

export type Summary = ReturnType<typeof summaryOf>

/** The same stories told by each in turn, so that a noisy moment hits all; the first rounds only warm them up. */
export async function inTurns(world: World, order: Order): Promise<Record<Kind, Summary>> {
  const tellings: Record<Kind, Telling[]> = { relay: [], embedded: [], scaled: [] }

  for (let round = 0; round < WARM_UPS + world.rounds; round++) {
    for (const kind of KINDS) tellings[kind].push(await tell(world, await world.subject(kind), order))
  }
  const { relay, embedded, scaled } = tellings
  return { relay: summaryOf(relay), embedded: summaryOf(embedded), scaled: summaryOf(scaled) }
}

function summaryOf(tellings: Telling[]) {
  const rounds = tellings.slice(WARM_UPS).map(figuresOf)
  return {
    cpuPerThousand: median(rounds.map(({ cpuPerThousand }) => cpuPerThousand)),
    p50: median(rounds.map(({ p50 }) => p50)),
    p99: median(rounds.map(({ p99 }) => p99)),
    first: median(rounds.map(({ first }) => first)),
    rounds,
  }
}

export function figuresOf(telling: Telling) {
  const { cpu, tokens, latencies, first, heard, missing, seconds, sideBySide } = telling
  return {
    /** Milliseconds of CPU per 1,000 tokens, of all its processes. */
    cpuPerThousand: (used(cpu) / tokens) * 1e6,
    p50: percentile(latencies, 50),
    p99: percentile(latencies, 99),
    first: median(first),
    framesPerToken: sum(heard.map(({ frames }) => frames)) / sum(heard.map(({ tokens }) => tokens)),
    missing,
    seconds,
    sideBySide,
    load: loadOf(telling),
  }
}

/**
 * Percent of one core. `others` is what the machine did besides, `stolen` what its host gave to other guests: where
 * it is much, the figures are worth little.
 */
function loadOf({ cpu, benchCpu, machineCpu, stolen, seconds }: Telling) {
  const others = machineCpu - used(cpu) - used(benchCpu)
  return Object.fromEntries(
    Object.entries({ ...cpu, ...benchCpu, others, stolen }).map(([name, used]) => [
      name,
      Math.round((used / seconds) * 100),
    ]),
  )
}

function used(cpu: Record<string, number>) {
  return sum(Object.values(cpu))
}
