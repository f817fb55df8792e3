import { parseArgs } from "node:util"
import { pageCost, slowness, streamCost } from "./hunt/costs.ts"
import { RandomTexts } from "./hunt/random_texts.ts"
import { random } from "../test/support/random.ts"

const SIZES = [12_500, 25_000, 50_000]
/** Milliseconds that 50,000 characters, and one push of them, may take. */
const MOST = { page: 100, stream: 1000, push: 50 }
const SHOWN = 15

type Found = { text: string; ms: number; "ms/kB": number; ratio: number; push: number }

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    seed: { type: "string", default: String(Date.now() % 1e6) },
    stream: { type: "boolean", default: false },
  },
})

hunt()

/** Looks for Markdown that takes long to render, and shows the worst that was found. */
function hunt() {
  const next = random(Number(values.seed))
  const texts = new RandomTexts(next)
  const end = Date.now() + Number(values.seconds) * 1000
  const found: Found[] = []
  let tried = 0

  for (let warm = 0; warm < 20; warm += 1) costOf(texts, texts.next()(2000))
  for (; Date.now() < end; tried += 1) found.push(measured(texts, texts.next()))

  report(tried, found)
}

// Most are fast: only what is slow when it is short is measured when it is long.
function measured(texts: RandomTexts, make: (length: number) => string): Found {
  const [short = 0, middle = 0, long = 0] = SIZES
  const first = costOf(texts, make(short))
  const isSuspicious = first.sum > (values.stream ? MOST.stream : MOST.page) / 8 || first.push > MOST.push / 8
  const costs = isSuspicious ? [costOf(texts, make(middle)), costOf(texts, make(long))] : []
  const last = costs.at(-1) ?? first
  const size = costs.length > 0 ? long : short
  const text = JSON.stringify(make(short)).slice(0, 110)
  const ratio = costs.length > 0 ? last.sum / first.sum / (long / short) : 0
  return { text, ms: last.sum, "ms/kB": (last.sum / size) * 1000, ratio, push: last.push }
}

function costOf(texts: RandomTexts, text: string) {
  return values.stream ? streamCost(texts.chunks(text)) : pageCost(text)
}

function report(tried: number, found: Found[]) {
  const most = values.stream ? MOST.stream : MOST.page
  const slow = found.filter(({ ms, push }) => ms > most || push > MOST.push)
  console.log(
    `seed ${values.seed}: ${tried} texts, ${slow.length} too slow; this machine now: ${slowness().toFixed(2)}`,
  )
  for (const by of values.stream ? (["ms/kB", "push"] as const) : (["ms/kB"] as const)) {
    console.log(`The worst by ${by}:`)
    for (const one of found.sort((a, b) => b[by] - a[by]).slice(0, SHOWN)) console.log(line(one))
  }
}

function line({ text, ms, "ms/kB": each, ratio, push }: Found) {
  const figures = [
    `${ms.toFixed()} ms`,
    `${each.toFixed(2)} ms/kB`,
    `ratio ${ratio.toFixed(2)}`,
    `push ${push.toFixed(1)} ms`,
  ]
  return `${figures.join("  ")}  ${text}`
}
