import { markdown } from "../../server/helpers/markdown.ts"
import { median, sum } from "../statistics.ts"
import { tokens } from "../story.ts"
import type { App } from "../subjects/app.ts"
import { type Telling, tell } from "../tell.ts"
import { watchLog } from "../watch_log.ts"
import type { World } from "../world.ts"
import type { Measured, Row } from "./measure.ts"

const LENGTHS = [250, 500, 1000, 2000, 4000, 8000]
const SHOWN = 2000
const COPIES = 3
const INTERVAL = 20
const REACH = { paced: 20, spread: 0.1, burst: 4 }

/** What is added to a message's content wherever the whole of it is sent. */
const ENVELOPE = 500
const SAMPLES = 60

export type Length = {
  tokens: number
  final: number
  paced: number
  burst: number
  framesPerToken: number
  whole: number
  log: number
}
export type Bytes = { lengths: Length[]; writesPerThousand: number }

/** What goes over the wire, into the log and into the database, for stories of many lengths. */
export async function bytes(world: World): Promise<Measured<Bytes>> {
  const lengths = world.quick ? LENGTHS.slice(0, 4) : LENGTHS
  const app = await world.startApp({ scaled: true, probed: true })
  const order = { lengths: lengths.flatMap((length) => new Array(COPIES).fill(length)), interval: INTERVAL }

  const before = await writesOf(app)
  const log = watchLog(app.redisUrl)
  const paced = await tell(world, app, order)
  const largest = await log.end()
  const after = await writesOf(app)
  const burst = await tell(world, app, { ...order, interval: 0 })
  await app.stop()

  const figures = {
    lengths: lengths.map((length) => ofLength(length, { paced, burst, log: largest.get(length) ?? 0 })),
    writesPerThousand: ((after - before) / sum(order.lengths)) * 1000,
  }
  return { rows: rowsOf(figures), figures }
}

async function writesOf(app: App) {
  return sum((await app.probes()).map(({ writes }) => writes))
}

function ofLength(
  tokenCount: number,
  { paced, burst, log }: { paced: Telling; burst: Telling; log: number },
): Length {
  const story = tokens(tokenCount)
  const slowly = paced.heard.filter(({ tokens }) => tokens === tokenCount)
  const atOnce = burst.heard.filter(({ tokens }) => tokens === tokenCount)

  return {
    tokens: tokenCount,
    final: htmlBytes(story),
    paced: median(slowly.map(({ bytes }) => bytes)),
    burst: median(atOnce.map(({ bytes }) => bytes)),
    framesPerToken: median(slowly.map(({ frames }) => frames)) / tokenCount,
    whole: wholeBytes(story),
    log,
  }
}

function rowsOf({ lengths, writesPerThousand }: Bytes): Row[] {
  const shown = lengths.find(({ tokens }) => tokens === SHOWN) as Length
  const paced = lengths.map(({ paced, final }) => paced / final)
  const burst = lengths.map(({ burst, final }) => burst / final)
  const log = lengths.map(({ log, final }) => log / final)
  const mean = sum(paced) / paced.length
  const spread = Math.max(...paced.map((ratio) => Math.abs(ratio / mean - 1)))

  return [
    {
      measure: `bytes on the wire / final HTML, paced, ${frames(lengths)} frames per token`,
      yardstick: `the whole each time ${(shown.whole / shown.final).toFixed(0)}; the original 1,450`,
      ours: `${(shown.paced / shown.final).toFixed(1)} at ${SHOWN.toLocaleString("en")} tokens; ${range(paced)}, ± ${(spread * 100).toFixed(0)} % of their mean`,
      ratio: `${((shown.paced / shown.whole) * 100).toFixed(1)} %`,
      reach: `≤ ${REACH.paced}, ± ${REACH.spread * 100} %`,
      reached: Math.max(...paced) <= REACH.paced && spread <= REACH.spread,
    },
    {
      measure: "the same, in a burst",
      yardstick: "",
      ours: range(burst),
      ratio: "",
      reach: `≤ ${REACH.burst}`,
      reached: Math.max(...burst) <= REACH.burst,
    },
    { measure: "largest log / final HTML", yardstick: "", ours: range(log), ratio: "", reach: "" },
    {
      measure: "SQL writes per 1,000 tokens, all lengths",
      yardstick: "once per token 1,000",
      ours: writesPerThousand.toFixed(0),
      ratio: "",
      reach: "",
    },
  ]
}

/** As the guide does it: the whole message once per token. Looked at now and then, as nothing jumps in between. */
function wholeBytes(story: string[]) {
  const step = Math.max(1, story.length / SAMPLES)
  const looks = Array.from({ length: Math.round(story.length / step) }, (_, look) =>
    Math.round((look + 1) * step),
  )
  return sum(looks.map((end) => (htmlBytes(story.slice(0, end)) + ENVELOPE) * step))
}

function htmlBytes(story: string[]) {
  return Buffer.byteLength(markdown(story.join("")))
}

function frames(lengths: Length[]) {
  return range(lengths.map(({ framesPerToken }) => framesPerToken))
}

function range(ratios: number[]) {
  return `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`
}
