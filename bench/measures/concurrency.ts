import { figuresOf, KINDS } from "../rounds.ts"
import { tell } from "../tell.ts"
import type { Kind, World } from "../world.ts"
import type { Measured } from "./measure.ts"

const STEPS = [5, 10, 25, 50, 100, 150, 200, 300]
const WARM_UP = 25
const INTERVAL = 20
const TOKENS = 150
const MOST_P99 = 100
const AIM = 200

export type Step = { streams: number } & ReturnType<typeof figuresOf>
export type Steps = Record<Kind, Step[]>

/** How many answers at once, before one word in a hundred is more than 100 ms late. */
export async function concurrency(world: World): Promise<Measured<Steps>> {
  const figures: Steps = { relay: [], embedded: [], scaled: [] }
  for (const kind of KINDS) figures[kind] = await steps(world, kind)

  const rows = (["embedded", "scaled"] as const).map((kind) => {
    const most = mostStreams(figures[kind])
    const ofRelay = mostStreams(figures.relay)
    return {
      measure: `streams at once with p99 ≤ ${MOST_P99} ms, ${kind}`,
      yardstick: `relay ${ofRelay}; the original 5`,
      ours: `${most}; ${whatEndedIt(figures[kind])}`,
      ratio: ofRelay === 0 ? "" : (most / ofRelay).toFixed(2),
      reach: `≥ ${AIM}`,
      reached: most >= AIM,
    }
  })

  return { rows, figures }
}

async function steps(world: World, kind: Kind) {
  const taken: Step[] = []
  await takeStep(world, kind, WARM_UP)

  for (const streams of world.quick ? STEPS.slice(0, 3) : STEPS) {
    const step = await takeSurely(world, kind, streams)
    taken.push(step)
    if (!holds(step)) break
  }
  return taken
}

/** Once is not enough to fail: then the one in the middle of three counts. */
async function takeSurely(world: World, kind: Kind, streams: number) {
  const tries = [await takeStep(world, kind, streams)]

  if (!tries.every(holds)) {
    tries.push(await takeStep(world, kind, streams), await takeStep(world, kind, streams))
  }
  tries.sort((one, other) => one.p99 - other.p99)
  return tries[Math.floor(tries.length / 2)] as Step
}

async function takeStep(world: World, kind: Kind, streams: number): Promise<Step> {
  const lengths = new Array(streams).fill(TOKENS)
  const telling = await tell(world, await world.subject(kind), { lengths, interval: INTERVAL })
  return { streams, ...figuresOf(telling) }
}

function holds({ streams, sideBySide, p99, missing }: Step) {
  return sideBySide === streams && p99 <= MOST_P99 && missing === 0
}

function mostStreams(steps: Step[]) {
  return Math.max(0, ...steps.filter(holds).map(({ streams }) => streams))
}

function whatEndedIt(steps: Step[]) {
  const last = steps.at(-1)

  if (!last || holds(last)) {
    return "nothing gave way"
  } else if (last.sideBySide < last.streams && last.p99 <= MOST_P99) {
    return `at ${last.streams} only ${last.sideBySide} were told at once`
  } else {
    const [[name, share] = ["", 0]] = Object.entries(last.load).sort(([, one], [, other]) => other - one)
    return `at ${last.streams} p99 was ${Math.round(last.p99)} ms, busiest was ${name} with ${share} % of a core`
  }
}
