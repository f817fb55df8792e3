import { setTimeout as pause } from "node:timers/promises"
import type { Memory } from "../memory_in_use.ts"
import type { Listener } from "../processes/listening.ts"
import type { App } from "../subjects/app.ts"
import type { World } from "../world.ts"
import type { Measured } from "./measure.ts"

const THREADS = 50
const REACH = 20

/** Milliseconds in which what an upgrade has left behind is let go of. */
const SETTLING = 1_000

/** What an open page in which nothing happens costs the web process, beyond what a bare socket does. */
export async function idlePages(world: World): Promise<Measured> {
  const pages = world.quick ? 200 : 1000
  const figures = {
    relay: await ofRelay(world, pages),
    embedded: await ofApp(world, pages, await world.startApp({ scaled: false, probed: true })),
    scaled: await ofApp(world, pages, await world.startApp({ scaled: true, probed: true })),
  }
  const { relay } = figures

  const rows = (["embedded", "scaled"] as const).map((kind) => {
    const ours = figures[kind]
    const more = { held: ours.held - relay.held, resident: ours.resident - relay.resident }
    return {
      measure: `memory of ${pages.toLocaleString("en")} idle pages, each: held / resident, ${kind}`,
      yardstick: `bare ws ${kilobytes(relay)}`,
      ours: kilobytes(ours),
      ratio: `${signed(more.held)} / ${signed(more.resident)} KB`,
      reach: `≤ +${REACH} KB`,
      reached: Math.max(more.held, more.resident) <= REACH,
    }
  })

  return { rows, figures }
}

async function ofRelay(world: World, pages: number) {
  const relay = await world.startRelay()
  const listeners = new Array(pages).fill({
    story: 0,
    tokens: 0,
    url: `ws://${relay.address}/0`,
    headers: {},
  })
  const each = await costOfEach(world, listeners, () => relay.memory())
  await relay.stop()
  return each
}

async function ofApp(world: World, pages: number, app: App) {
  const threads = await Promise.all(Array.from({ length: THREADS }, () => app.openPage()))
  const listeners = Array.from({ length: pages }, (_, index) => {
    return { story: 0, tokens: 0, url: "", headers: {}, ...threads[index % THREADS]?.cable }
  })
  const each = await costOfEach(world, listeners, async () => {
    const [web] = await app.probes()
    return web?.memory as Memory
  })
  await app.stop()
  return each
}

/** In kilobytes. */
async function costOfEach(world: World, listeners: Listener[], memory: () => Promise<Memory>) {
  const before = await memory()
  await world.clients.call("listen", listeners)
  await pause(SETTLING)
  const after = await memory()
  await world.clients.call("leave")

  const each = (bytes: number) => bytes / 1024 / listeners.length
  return { held: each(after.held - before.held), resident: each(after.resident - before.resident) }
}

function kilobytes({ held, resident }: Memory) {
  return `${held.toFixed(1)} / ${resident.toFixed(1)} KB`
}

function signed(kilobytes: number) {
  return `${kilobytes < 0 ? "−" : "+"}${Math.abs(kilobytes).toFixed(1)}`
}
