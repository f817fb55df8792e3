import { median, percentile, sum } from "./statistics.ts"
import { type Telling, tell } from "./tell.ts"
import type { Kind, World } from "./world.ts"

/** Node compiles what it does often only after tens of thousands of times. */
const WARM_UPS = 2

/** Percent of a core that the machine's host may give to other guests in a quiet round. */
const QUIET = 2

type Order = Parameters<typeof tell>[2]

export const KINDS = ["relay", "embedded", "scaled"] as const

export type Summary = ReturnType<typeof summary>
type Figures = ReturnType<typeof figuresOf>

/**
 * The same stories told by each in turn, so that a noisy moment hits all; the first rounds only warm them up. Where
 * too few are quiet, there are nearly twice as many.
 */
export async function inTurns(world: World, order: Order): Promise<Record<Kind, Summary>> {
  const figures: Record<Kind, Figures[]> = { relay: [], embedded: [], scaled: [] }
  const most = 2 * world.rounds - 1

  for (let round = -WARM_UPS; round < world.rounds || (round < most && isNoisy(world, figures)); round++) {
    for (const kind of KINDS) {
      const telling = await tell(world, await world.subject(kind), order)
      if (round >= 0) figures[kind].push(figuresOf(telling))
    }
  }

  const { relay, embedded, scaled } = figures
  return { relay: summary(world, relay), embedded: summary(world, embedded), scaled: summary(world, scaled) }
}

function isNoisy({ rounds }: World, figures: Record<Kind, Figures[]>) {
  const quiet = KINDS.map((kind) => figures[kind].filter(({ load }) => (load.stolen ?? 0) <= QUIET).length)
  return Math.min(...quiet) < rounds
}

/** Medians of those in which the host took least. */
function summary(world: World, rounds: Figures[]) {
  const counted = rounds
    .toSorted((a, b) => (a.load.stolen ?? 0) - (b.load.stolen ?? 0))
    .slice(0, world.rounds)

  return {
    cpuPerThousand: median(counted.map(({ cpuPerThousand }) => cpuPerThousand)),
    p50: median(counted.map(({ p50 }) => p50)),
    p99: median(counted.map(({ p99 }) => p99)),
    first: median(counted.map(({ first }) => first)),
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
  // The system counts in hundredths of a second: where nothing else ran, the difference may be below nothing.
  const others = Math.max(0, machineCpu - used(cpu) - used(benchCpu))
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
