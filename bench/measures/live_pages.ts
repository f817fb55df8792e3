import { median } from "../statistics.ts"
import { LivePages } from "../subjects/live_pages.ts"
import { tell } from "../tell.ts"
import type { World } from "../world.ts"
import { type Measured, ms } from "./measure.ts"

const READERS = 25
const INTERVAL = 20
const WARM_UPS = 2
const REACH = { first: 300, bytes: 1.3 }

/** How late the words are on pages without script, from opening the page on, and how many bytes they take. */
export async function livePages(world: World): Promise<Measured> {
  const rows = []
  const figures: Record<string, Awaited<ReturnType<typeof round>>[]> = {}

  for (const kind of ["embedded", "scaled"] as const) {
    const pages = new LivePages(await world.startApp({ scaled: kind === "scaled" }))
    for (let warm = 0; warm < WARM_UPS; warm++) await round(world, pages)
    figures[kind] = []
    for (let one = 0; one < world.rounds; one++) figures[kind].push(await round(world, pages))
    await pages.stop()
    rows.push(row(kind, figures[kind]))
  }
  return { rows, figures }
}

async function round(world: World, pages: LivePages) {
  const lengths = new Array(READERS).fill(world.quick ? 100 : 400)
  const { firstLatencies, latencies, heard, missing } = await tell(world, pages, {
    lengths,
    interval: INTERVAL,
  })
  const canonical = await pages.canonicalBytes()

  return {
    first: firstLatencies,
    p50: median(latencies),
    bytes: heard.map(({ bytes }, index) => bytes / (canonical[index] ?? 0)),
    missing,
  }
}

function row(kind: string, rounds: Awaited<ReturnType<typeof round>>[]) {
  const first = rounds.flatMap(({ first }) => first)
  const bytes = Math.max(...rounds.flatMap(({ bytes }) => bytes))
  const last = Math.max(...first)

  return {
    measure: `without script, ${READERS} readers, ${kind}: first word p50, the last of all; bytes / final HTML`,
    yardstick: "",
    ours: `${ms(median(first))}, ${ms(last)}; ${bytes.toFixed(2)}`,
    ratio: "",
    reach: `≤ ${REACH.first} ms; ≤ ${REACH.bytes}`,
    reached: last <= REACH.first && bytes <= REACH.bytes,
  }
}
