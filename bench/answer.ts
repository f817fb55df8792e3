import { setTimeout as pause } from "node:timers/promises"
import { markdown } from "../server/helpers/markdown.ts"
import { startApp } from "../test/support/app_server.ts"
import { cablePath, followCable } from "../test/support/cable_client.ts"
import { type Client, signedUp } from "../test/support/client.ts"
import { type Scenario, startScriptedOpenAI } from "../test/support/scripted_openai.ts"
import { createStoryteller, openThread, send } from "../test/support/story_forms.ts"
import { until } from "../test/support/until.ts"

const SENTENCE =
  "Once upon a time, in a *small* village by the sea, there lived a **clockmaker** who never slept.\n\n"
const TOKENS = SENTENCE.repeat(22)
  .match(/\s?\S{1,5}/g)
  ?.slice(0, 500) as string[]
const TOKEN_INTERVAL = 12
const ROUNDS = 4

/** One answer of 500 tokens through the whole app, beside the model's own stream and beside re-sending the whole. */
export async function benchAnswer() {
  const openai = await startScriptedOpenAI()
  const production = {
    NODE_ENV: "production",
    SECRET_KEY_BASE: "measured here and served to nobody",
    HOST: "127.0.0.1",
  }
  const app = await startApp({ env: { OPENAI_BASE_URL: openai.url, ...production } })
  const client = await signedUp(app.url)
  await createStoryteller(client)

  const rounds = []
  for (let round = 0; round < ROUNDS; round++) {
    openai.script(tokens(), tokens())
    rounds.push({ relayed: await askDirectly(openai.url), ...(await askTheApp(client)) })
  }

  await app.stop()
  await openai.close()
  console.table(rounds.slice(1).map(described))
}

function tokens(): Scenario {
  return async (reply) => {
    for (const token of TOKENS) {
      await pause(TOKEN_INTERVAL)
      reply.say(token)
    }
    reply.complete()
  }
}

/** What a bare relay would add nothing to: milliseconds until the first word and until the end, right at the model. */
async function askDirectly(url: string) {
  const start = performance.now()
  const response = await fetch(`${url}/responses`, { method: "POST", body: "{}" })
  let first = 0

  for await (const chunk of response.body ?? []) {
    if (first === 0 && Buffer.from(chunk).includes("output_text.delta")) first = performance.now() - start
  }
  return { first, end: performance.now() - start }
}

async function askTheApp(client: Client) {
  const thread = await openThread(client)
  const page = await client.get(thread)
  const cable = await followCable(client, cablePath(page.text))
  const start = performance.now()
  let first = 0

  send(client, thread, "Tell me a story.", {}, { turboStream: true })
  await until(() => {
    if (first === 0 && cable.frames.some((frame) => frame.includes("Once"))) first = performance.now() - start
    return cable.frames.some((frame) => frame.includes('data-status="completed"'))
  }, 30_000)
  const end = performance.now() - start

  cable.close()
  return { first, end, frames: cable.frames.length, bytes: Buffer.byteLength(cable.frames.join("")) }
}

function described({
  relayed,
  first,
  end,
  frames,
  bytes,
}: Awaited<ReturnType<typeof askTheApp>> & { relayed: { first: number; end: number } }) {
  return {
    frames,
    bytes,
    "bytes / final HTML": ratio(bytes, markdown(TOKENS.join("")).length),
    "re-sending the whole / bytes": ratio(wholeBytes(), bytes),
    "first word / at the model": ratio(first, relayed.first),
    "end / at the model": ratio(end, relayed.end),
    "first word later by ms": Math.round(first - relayed.first),
  }
}

/** As the guide does it: the whole body once per token. */
function wholeBytes() {
  return TOKENS.reduce((sum, _token, index) => sum + markdown(TOKENS.slice(0, index + 1).join("")).length, 0)
}

function ratio(one: number, other: number) {
  return Number((one / other).toFixed(2))
}
