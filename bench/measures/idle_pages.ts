import { setTimeout as pause } from "node:timers/promises"
import type { Listener } from "../processes/clients.ts"
import type { App } from "../subjects/app.ts"
import type { World } from "../world.ts"
import type { Measured } from "./measure.ts"

const THREADS = 50
const REACH = 20

/** Milliseconds in which what an upgrade has left behind is let go of. */
const SETTLING = 1_000

/** What an open page in which nothing happens holds in the server's memory. */
export async function idlePages(world: World): Promise<Measured> {
  const pages = world.quick ? 200 : 1000
  const figures = {
    relay: await ofRelay(world, pages),
    embedded: await ofApp(world, pages, await world.startApp({ scaled: false, probed: true })),
    scaled: await ofApp(world, pages, await world.startApp({ scaled: true, probed: true })),
  }

  const rows = (["embedded", "scaled"] as const).map((kind) => {
    const more = figures[kind] - figures.relay
    return {
      measure: `${pages} idle pages, memory each, ${kind}`,
      yardstick: `bare ws ${figures.relay.toFixed(1)} KB`,
      ours: `${figures[kind].toFixed(1)} KB`,
      ratio: `${more < 0 ? "−" : "+"}${Math.abs(more).toFixed(1)} KB`,
      reach: `≤ +${REACH} KB`,
      reached: more <= REACH,
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
  const each = await kilobytesEach(world, listeners, () => relay.resident())
  await relay.stop()
  return each
}

async function ofApp(world: World, pages: number, app: App) {
  const threads = await Promise.all(Array.from({ length: THREADS }, () => app.openPage()))
  const listeners = Array.from({ length: pages }, (_, index) => {
    return { story: 0, tokens: 0, url: "", headers: {}, ...threads[index % THREADS]?.cable }
  })
  const each = await kilobytesEach(world, listeners, async () => (await app.probe()).resident)
  await app.stop()
  return each
}

async function kilobytesEach(world: World, listeners: Listener[], resident: () => Promise<number>) {
  const before = await resident()
  await world.clients.call("listen", listeners)
  await pause(SETTLING)
  const after = await resident()
  await world.clients.call("leave")
  return (after - before) / 1024 / listeners.length
}
