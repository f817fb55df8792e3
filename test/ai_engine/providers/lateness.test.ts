import assert from "node:assert/strict"
import { execFile } from "node:child_process"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { performance } from "node:perf_hooks"
import { test } from "node:test"
import { setTimeout as pause } from "node:timers/promises"
import { createHttpFetch } from "../../../server/ai_engine/providers/http_fetch.ts"
import { httpAnswer, startRawServer } from "../../support/raw_server.ts"
import { startScriptedOpenAI } from "../../support/scripted_openai.ts"
import { until } from "../../support/until.ts"
import { PROVIDERS, providerOf } from "./all_providers.ts"
import { ask } from "./asking.ts"

const ASKING = join(import.meta.dirname, "../support/asking_process.ts")
/** Milliseconds: a connection may take a fraction of the time for which the process stands still. */
const CONNECT = 300
const STOPPED = 2_000

for (const questions of [1, 200]) {
  test(`a process that was stopped between asking and connecting has all of its ${questions} answers`, async (t) => {
    const openai = await startScriptedOpenAI()
    t.after(() => openai.close())
    const ends = await askStopped(openai.url, questions, STOPPED)

    assert.equal(ends.length, questions)
    assert.deepEqual([...new Set(ends.map(([type]) => type))], ["completed"])
    assert.equal(openai.created, questions)
  })
}

test("a server that closed the connection meanwhile, as nothing came, is asked on another one", async (t) => {
  const stream = 'data: {"choices":[{"delta":{"content":"Once"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
  const { port, requests, sockets, server } = await startRawServer(t, (socket) =>
    socket.end(httpAnswer(200, stream, { "content-type": "text/event-stream" })),
  )
  server.on("connection", (socket) => sockets.size === 1 && setTimeout(() => socket.destroy(), STOPPED / 4))

  const ends = await askStopped(`http://127.0.0.1:${port}/v1`, 1, STOPPED)
  assert.deepEqual(ends, [["completed", "Once"]])
  assert.equal(sockets.size, 2)
  assert.equal(requests.length, 1)
})

for (const name of Object.keys(PROVIDERS)) {
  test(`${name}: a process that stands still while an answer comes does not take its own silence for the server's`, async (t) => {
    const openai = await startScriptedOpenAI()
    t.after(() => openai.close())
    const provider = providerOf(name, { baseURL: openai.url, idleTimeout: 0.5, limits: { connect: CONNECT } })
    const asked = Promise.withResolvers<void>()
    openai.script(async (reply) => {
      asked.resolve()
      reply.say("Once ")
      await reply.turn()
      reply.say("upon a time")
      reply.complete()
    })
    openai.hold()

    const answer = ask(provider, { assistantRemoteId: "asst_1", threadRemoteId: "thread_1" })
    await asked.promise
    openai.release()
    standStill(1_500)

    const { last, text } = await answer
    assert.equal(last?.type, "completed")
    assert.equal(text, "Once upon a time")
  })
}

test("four hundred requests at one moment all have their answer, though the process stands still meanwhile", async (t) => {
  const openai = await startScriptedOpenAI()
  t.after(() => openai.close())
  const httpFetch = createHttpFetch({ limits: { connect: CONNECT } })
  const body = JSON.stringify({ model: "gpt-6-luna", messages: [], stream: true })

  const answers = Array.from({ length: 400 }, async () => {
    const response = await httpFetch(`${openai.url}/chat/completions`, { method: "POST", body })
    return response.text()
  })
  setTimeout(() => standStill(1_000), 10)
  setTimeout(() => standStill(1_000), 50)

  const texts = await Promise.all(answers)
  assert.ok(texts.every((text) => text.includes("[DONE]")))
  assert.equal(openai.created, 400)
})

function standStill(milliseconds: number) {
  const end = performance.now() + milliseconds
  while (performance.now() < end);
}

/** What became of questions of a process that is stopped for so many milliseconds, right when it has asked them. */
async function askStopped(
  baseURL: string,
  questions: number,
  milliseconds: number,
): Promise<[type: string, text: string][]> {
  const said = Promise.withResolvers<string>()
  const child = execFile(
    process.execPath,
    [ASKING, baseURL, String(questions), String(CONNECT)],
    { maxBuffer: 10_000_000 },
    (error, stdout) => (error ? said.reject(error) : said.resolve(stdout)),
  )

  await until(async () => (await stateOf(child.pid as number)) === "T")
  await pause(milliseconds)
  child.kill("SIGCONT")
  return JSON.parse(await said.promise)
}

async function stateOf(pid: number) {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "")
  return stat.slice(stat.lastIndexOf(")") + 2).charAt(0)
}
