import type { methods as barePageMethods } from "../processes/bare_page.ts"
import { Remote } from "../remote.ts"
import { median } from "../statistics.ts"
import { question, tokens } from "../story.ts"
import type { App } from "../subjects/app.ts"
import type { World } from "../world.ts"
import type { Measured } from "./measure.ts"

const MESSAGES = 50
const TOKENS = 1000
const CONCURRENCY = 8
const REACH = 0.5

/** Reading a long thread: 25 questions and 25 answers of 1,000 tokens each. */
export async function threadPage(world: World): Promise<Measured> {
  const app = await world.startApp({ scaled: false })
  const thread = await longThread(world, app)
  const { text } = await app.client.get(thread)
  const bare = new Remote<typeof barePageMethods>("bare_page.ts")
  const requests = {
    bare: { url: await bare.call("listen", text), headers: {} },
    app: app.pageRequest(thread),
  }
  const figures = { bytes: Buffer.byteLength(text), bare: [] as number[], app: [] as number[] }

  for (let round = 0; round <= world.rounds; round++) {
    for (const name of ["bare", "app"] as const) {
      const load = { ...requests[name], concurrency: CONCURRENCY, seconds: world.quick ? 1 : 3 }
      figures[name].push(await world.clients.call("load", load))
    }
  }
  await Promise.all([app.stop(), bare.stop()])

  const [ours, yardstick] = [median(figures.app.slice(1)), median(figures.bare.slice(1))]
  const row = {
    measure: `thread page, ${MESSAGES} messages of ${TOKENS.toLocaleString("en")} tokens`,
    yardstick: `res.send ${yardstick.toFixed(0)}/s; the original 21/s`,
    ours: `${ours.toFixed(1)}/s`,
    ratio: `${(ours / yardstick).toFixed(3)} ×`,
    reach: `≥ ${REACH} ×`,
    reached: ours / yardstick >= REACH,
  }
  return { rows: [row], figures }
}

async function longThread(world: World, app: App) {
  const { thread, cable } = await app.openPage()
  const words = tokens(TOKENS).join("")

  for (let answer = 0; answer < MESSAGES / 2; answer++) {
    const story = world.nextNumber()
    const script = { story, tokens: TOKENS, interval: 0, round: story, stories: 1 }
    await world.clients.call("listen", [{ story, tokens: TOKENS, ...cable }])
    await world.clients.call("ask", [app.questionIn(thread, question(script, words))], 0)
    await world.clients.call("leave")
  }
  return thread
}
