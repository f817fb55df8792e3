import assert from "node:assert/strict"
import { once } from "node:events"
import { type AddressInfo, connect, createServer } from "node:net"
import { after, test } from "node:test"
import { openApp } from "../support/open_app.ts"
import type { Reply } from "../support/scripted_openai/reply.ts"
import { createStoryteller, openThread, send } from "../support/story_forms.ts"
import { TestProcess } from "../support/test_process.ts"
import { until } from "../support/until.ts"

const BEGINNING = "Once **upon"
const REST = "** a time.\n\n- One\n- Two\n"

const { url, openai, admin: author } = await openApp()
await createStoryteller(author)
// What it says about the storyteller is read once.
await author.get("/")

test("curl shows the words of an answer as they come, as they were written", async () => {
  const { thread, reply } = await ask()
  const curl = new TestProcess("curl", ["-sSN", "-b", author.cookie, url + thread])

  reply.say(BEGINNING)
  await curl.printed(/Once \*\*upon$/)
  reply.say(REST)
  reply.complete()
  assert.equal(await curl.exited(), 0)
  assert.ok(curl.output.includes(`\n\n${BEGINNING}${REST}`), curl.output)
})

test("w3m is led to the page that goes on, and shows all of it when it has come", async () => {
  const { thread, reply } = await ask()
  const app = await watched()

  const page = dump(app.url + thread)
  assert.equal(await page.exited(), 0)
  assert.doesNotMatch(page.output, /connection|Your other threads|Nothing has been told/)
  const [, live = ""] = /^Refresh \(0 sec\) (\S+)/.exec(page.output) ?? []
  assert.match(live, new RegExp(`^${thread}/live#message_\\d+$`))

  const answer = dump(app.url + live)
  await until(() => app.asked.includes(`${thread}/live`))
  reply.say(BEGINNING)
  reply.say(REST)
  reply.complete({ input: 12, output: 34 })
  assert.equal(await answer.exited(), 0)
  assert.match(
    answer.output,
    /\nSend\n[\s\S]*Tell me a story\.[\s\S]*Once upon a time\.[\s\S]*• One\s+• Two[\s\S]*34 out/,
  )
})

/** A text browser that prints a page and ends. It follows no refresh then, and shows where it leads. */
function dump(address: string) {
  return new TestProcess("w3m", [
    "-no-proxy",
    "-o",
    "meta_refresh=1",
    "-dump",
    "-header",
    `Cookie: ${author.cookie}`,
    address,
  ])
}

async function ask() {
  const thread = await openThread(author)
  const { promise, resolve } = Promise.withResolvers<Reply>()
  openai.script(resolve)
  await send(author, thread, "Tell me a story.")
  return { thread, reply: await promise }
}

/** The app at another address, where one sees which paths are asked for. */
async function watched() {
  const asked: string[] = []
  const server = createServer((reader) => {
    const upstream = connect(Number(new URL(url).port), "127.0.0.1")
    reader.on("data", (request) => asked.push(...(/^GET (\S+)/.exec(String(request))?.slice(1) ?? [])))
    reader.pipe(upstream).pipe(reader)
    for (const socket of [reader, upstream]) socket.on("error", () => reader.destroy())
  })
  after(() => server.close())
  await once(server.listen(0, "127.0.0.1"), "listening")
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}
