import assert from "node:assert/strict"
import { test } from "node:test"
import { Client, signedUp } from "../support/client.ts"
import { errorOf, fieldValue, textOf } from "../support/html.ts"
import { openApp } from "../support/open_app.ts"
import { createStoryteller, idOf, openThread, send } from "../support/story_forms.ts"

const { url, database, admin } = await openApp()
const reader = await signedUp(url)
const stranger = await signedUp(url, "Stranger")
await createStoryteller(reader)
const strangers = idOf(await createStoryteller(stranger))
const WORDS = "  Tell me of\n<the> lighthouse"

for (const turboStream of [true, false]) {
  const format = turboStream ? "a Turbo Stream" : "a page"

  for (const [what, field, sentence, content, fields] of [
    ["an unknown model", "model", /one of the models/, WORDS, { "message[model]": "gpt-1" }],
    [
      "a stranger's storyteller",
      "storyteller",
      /one of your/,
      WORDS,
      { "message[storyteller_id]": strangers },
    ],
    ["no such storyteller", "storyteller", /one of your/, WORDS, { "message[storyteller_id]": "x" }],
    ["no words", "content", /^Write something first\.$/, "", {}],
    ["blanks alone", "content", /^Write something first\.$/, " \n\t\u00a0\u3000", {}],
    ["too many words", "content", /200,001 characters; .* 200,000/, "x".repeat(200_001), {}],
    ["a NUL", "content", /NUL character/, "Tell\0me", {}],
  ] as const) {
    test(`${what}: refused with ${format}, which keeps the words`, async () => {
      const thread = await openThread(reader)
      const { status, headers, text } = await send(reader, thread, content, fields, { turboStream })
      const id = `assistant_thread_${idOf(thread)}`

      assert.equal(status, 422)
      assert.match(headers.get("content-type") ?? "", turboStream ? /turbo-stream/ : /text\/html/)
      assert.match(errorOf(text, `${id}_${field}`), sentence)
      assert.ok(fieldValue(text, `${id}_content`) === content)
      assert.equal(await countOf(thread), 0)
    })
  }

  test(`a thread that is not there, or not yours: refused with the words shown, asked for ${format}`, async () => {
    const strangersThread = await openThread(stranger)

    for (const [client, thread] of [
      [reader, strangersThread],
      [admin, strangersThread],
      [reader, "/assistant_threads/999999"],
      [reader, "/assistant_threads/x"],
    ] as const) {
      const { status, text } = await send(client, thread, WORDS, {}, { turboStream })

      assert.equal(status, 404)
      assert.match(text, /There is no such thread, so the message was not sent\./)
      assert.equal(fieldValue(text, "unsent"), WORDS)
    }
    assert.equal(await countOf(strangersThread), 0)
  })

  test(`nobody is left to answer: refused with the words shown, asked for ${format}`, async () => {
    const lonely = await signedUp(url)
    const path = await createStoryteller(lonely)
    const thread = await openThread(lonely)
    await lonely.delete(path)
    const { status, text } = await send(lonely, thread, WORDS, {}, { turboStream })

    assert.equal(status, 422)
    assert.match(text, /Create a storyteller/)
    assert.equal(fieldValue(text, "unsent"), WORDS)
  })

  test(`the session has ended: refused with the words shown, asked for ${format}`, async () => {
    const thread = await openThread(reader)
    const { status, text } = await send(new Client(url), thread, WORDS, {}, { turboStream })

    assert.equal(status, 401)
    assert.match(text, /Your session has ended\. Sign in, then send this again\./)
    assert.equal(fieldValue(text, "unsent"), WORDS)
    assert.equal(await countOf(thread), 0)
  })
}

test("what was chosen is still chosen beside words that were refused", async () => {
  const zeno = idOf(await createStoryteller(reader, { "storyteller[name]": "Zeno" }))
  const thread = await openThread(reader)
  const id = `assistant_thread_${idOf(thread)}`
  const fields = {
    "message[storyteller_id]": zeno,
    "message[model]": "gpt-6-astra",
    "message[client_id]": "kept",
  }
  const { text } = await send(reader, thread, "", fields)

  assert.equal(fieldValue(text, `${id}_storyteller`), zeno)
  assert.equal(fieldValue(text, `${id}_model`), "gpt-6-astra")
  assert.match(text, /name="message\[client_id\]" value="kept"/)
})

test("a message without a thread, or of another shape, is refused", async () => {
  assert.equal((await reader.post("/messages")).status, 404)
  assert.equal((await reader.post("/messages", { message: "Hello" })).status, 404)

  const thread = idOf(await openThread(reader))
  const fields = { "message[assistant_thread_id]": thread, "message[content][]": "Hello" }
  assert.equal((await reader.post("/messages", fields)).status, 422)
})

test("more than a form may hold is refused with a sentence", async () => {
  const thread = await openThread(reader)
  const { status, text } = await send(reader, thread, "x".repeat(3 * 1024 * 1024))

  assert.equal(status, 413)
  assert.match(text, /Make it shorter, then send it again\./)
  assert.match(text, /<title>Too large · Storytellers<\/title>/)
  assert.equal(await countOf(thread), 0)
})

test("what is no form is refused", async () => {
  const thread = await openThread(reader)
  const message = { assistant_thread_id: idOf(thread), content: WORDS }

  for (const [type, body] of [
    ["application/json", JSON.stringify({ message })],
    ["text/plain", "message[content]=Hello"],
    ["multipart/form-data; boundary=x", "--x--"],
  ] as const) {
    const headers = { "Content-Type": type }
    const { status, text } = await reader.request("/messages", { method: "POST", headers, body })

    assert.equal(status, 415, type)
    assert.match(text, /Send it as a form/)
  }
  assert.equal(await countOf(thread), 0)
})

test("an error page's words are text, whatever they look like", async () => {
  const hostile = "</textarea><script>alert(1)</script>"
  const { text } = await send(reader, "/assistant_threads/0", hostile)

  assert.equal(textOf(text, "unsent").trim(), hostile)
})

async function countOf(thread: string) {
  return (await database("ai_engine_messages").where({ assistantThreadId: Number(idOf(thread)) })).length
}
