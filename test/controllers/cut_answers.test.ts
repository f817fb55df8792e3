import assert from "node:assert/strict"
import { test } from "node:test"
import { getInnerHTML } from "domutils"
import { cablePath, followCable } from "../support/cable_client.ts"
import { signedUp } from "../support/client.ts"
import { element } from "../support/html.ts"
import { openApp } from "../support/open_app.ts"
import type { Reply } from "../support/scripted_openai/reply.ts"
import { createStoryteller, idOf, openThread, send } from "../support/story_forms.ts"
import { StreamPage } from "../support/stream_page.ts"
import { until } from "../support/until.ts"

const WORDS = "# Title\n\nText **bold and `"
const SHOWN = "<h3>Title</h3><p>Text <strong>bold and</strong></p>"

const { url, database, openai } = await openApp()
const reader = await signedUp(url)
await createStoryteller(reader)

const ends: Record<string, (reply: Reply, thread: string) => unknown> = {
  "stopped by its reader": (_, thread) => stop(thread),
  "cut off by its provider": (reply) => reply.cut(),
  "out of tokens": (reply) => reply.incomplete("max_output_tokens"),
  failed: (reply) => reply.error("server_error", "Away."),
}

for (const [name, end] of Object.entries(ends)) {
  test(`an answer that was ${name} shows as it was shown, at the end, on its page and from the cache`, async () => {
    const thread = await openThread(reader)
    const page = new StreamPage((await reader.get(thread)).text)
    const { frames, close } = await followCable(reader, cablePath(page.html))
    let reply: Reply | undefined
    openai.script((begun) => {
      reply = begun
      reply.say(WORDS)
    })

    page.apply((await send(reader, thread, "Tell me", {}, { turboStream: true })).text)
    await until(() => frames.some((frame) => frame.includes("bold and")))
    await end(reply as unknown as Reply, thread)
    await until(() => frames.some((frame) => /data-status="(cancelled|incomplete|failed)"/.test(frame)))
    close()

    const { id, content } = await answerIn(thread)
    const before = frames.findIndex((frame) => /data-status="(cancelled|incomplete|failed)"/.test(frame))
    for (const frame of frames.slice(0, before)) page.apply(frame)
    assert.equal(shown(page.html, id), SHOWN)
    page.apply(frames[before] ?? "")

    for (const html of [page.html, (await reader.get(thread)).text, (await reader.get(thread)).text]) {
      assert.equal(shown(html, id), SHOWN)
    }
    assert.equal(content, WORDS)
  })
}

function shown(html: string, id: number) {
  const content = getInnerHTML(element(html, `message_${id}_content`), { encodeEntities: "utf8" })
  return content
    .replace(/ id="m\d+-\w+"/g, "")
    .replace(/>\s+</g, "><")
    .trim()
}

async function stop(thread: string) {
  const { id } = await database("ai_engine_runs")
    .where({ assistantThreadId: idOf(thread) })
    .first()
  await reader.post(`/runs/${id}/cancellation`)
}

function answerIn(thread: string) {
  return database("ai_engine_messages")
    .where({ assistantThreadId: idOf(thread), role: "assistant" })
    .first()
}
