import assert from "node:assert/strict"
import { test } from "node:test"
import type { CableLog } from "../../server/cable/cable_log.ts"
import { MessageFrames } from "../../server/turbo/message_frames.ts"
import { turboStream } from "../../server/turbo/turbo_stream.ts"
import { event, everyLog, listen, streamName } from "../cable/support.ts"

const WORDS = 400
const STEP = 40

for (const { name, open } of await everyLog()) {
  const log = open()

  test(`${name}: the log of a message is at most three times as long as its HTML, and in the end its last frame`, async () => {
    const stream = streamName()
    const start = await log.position(stream)
    const frames = new MessageFrames(log, { stream, message: "message_1", target: "content", writer: 1 })
    let content = ""

    await log.append(stream, event("message_1"))
    await frames.begin({ html: whole(content), text: content })
    for (let count = 1; count <= WORDS; count++) {
      const text = `${count} `
      content += text
      await frames.grow({ html: turboStream("append", { target: "content", html: text }), text }, () => {
        return { html: whole(content), text: content }
      })

      if (count % STEP === 0) {
        const length = await logLength()
        assert.ok(length <= 3 * whole(content).length, `${length} bytes after ${count} words`)
        assert.equal(await log.text(stream, "message_1"), content)
      }
    }

    await frames.end(whole("The end."))
    const { texts } = await listen(log, stream, start)
    assert.deepEqual(texts, ["message_1", "The end."])

    async function logLength() {
      const listener = await listen(log, stream, start)
      listener.unsubscribe()
      return listener.frames.join("").length
    }
  })
}

test("whether a keyframe is due is not asked of the whole for every word", async () => {
  const frames = new MessageFrames({ append: async () => "1-0" } as unknown as CableLog, {
    stream: "thread",
    message: "message_1",
    target: "content",
    writer: 1,
  })
  let made = 0
  let content = "A long beginning. ".repeat(100)
  await frames.begin({ html: whole(content), text: content })

  for (let count = 1; count <= 1000; count += 1) {
    content += "word "
    await frames.grow({ html: "word ", text: "word " }, () => {
      made += 1
      return { html: whole(content), text: content }
    })
  }
  assert.ok(made <= 10, `The whole was made ${made} times for 1000 words.`)
})

function whole(content: string) {
  return turboStream("update", { target: "content", html: content })
}
