import assert from "node:assert/strict"
import { test } from "node:test"
import { DemoProvider } from "../../../server/ai_engine/providers/demo.ts"
import { PATIENCE } from "../../support/patience.ts"
import { ask, REQUEST } from "./asking.ts"

const provider = new DemoProvider({ pause: 0 })

test("tells a story in Markdown, word by word, and counts its tokens", async () => {
  const { events, text, last } = await ask(provider)

  assert.deepEqual(events[0], { type: "started", remoteId: null })
  assert.ok(events.length > 150)
  assert.match(text, /^# The /m)
  assert.match(text, /\*\*\p{Lu}\p{L}+\*\*/u)
  assert.partialDeepStrictEqual(last, { type: "completed", messageRemoteId: null })
  assert.equal(Object(last).usage.inputTokens, 3 + (4 + 4) + (4 + 6))
  assert.ok(Object(last).usage.outputTokens > 200)
})

test("fails in the middle where it is asked to", async () => {
  const { text, last } = await asked("/fail Tell me about a fox.")

  assert.ok(text.length > 50)
  assert.partialDeepStrictEqual(last, { type: "failed", code: "demo_failure" })
})

test("ten stories in a row have ten titles, and 150 to 380 words each", async () => {
  const fresh = new DemoProvider({ pause: 0 })
  const titles = new Set()

  for (let story = 0; story < 10; story++) {
    const { text } = await ask(fresh)
    const words = text.match(/[\p{L}’']+/gu)?.length ?? 0
    titles.add(/^# (.+)$/m.exec(text)?.[1])
    assert.ok(words >= 150 && words <= 380, `${words} words`)
    assert.doesNotMatch(text, /undefined|\$\{|\{name\}/)
  }
  assert.equal(titles.size, 10)
})

test("takes its hero or its theme from what is asked for", async () => {
  assert.match(
    (await asked("Tell me a story about a dragon who is afraid of fire, please!")).text,
    /a dragon who is afraid of fire/,
  )
  assert.match((await asked("A tale about my cat")).text, /your cat/)
  assert.match((await asked("A story about a fox named Bruno.")).text, /\*\*Bruno\*\*/)
  assert.match((await asked("Tell me about yourself.")).text, /about Ada/)
})

test("other words, in whatever language, are quoted as text and not as Markdown", async () => {
  const { text } = await asked("# Käse!\n\n| `<b>` | **日本語**\n\n- www.example.com")
  assert.ok(text.includes("“\\# Käse! \\| \\`\\<b\\>\\` \\| \\*\\*日本語\\*\\* - www\\.example.com”"))

  const long = await asked("ab ".repeat(5_000))
  assert.ok(long.text.length < 4_000)
})

test("goes on with the thread's own hero until another story is asked for", async () => {
  const first = await asked("Tell me a story about a fox named Bruno.")
  const told = [
    { role: "user" as const, content: "Tell me a story about a fox named Bruno." },
    { role: "assistant" as const, content: first.text },
  ]

  const second = await ask(provider, { messages: [...told, { role: "user", content: "And then?" }] })
  assert.match(second.text, /^“And then\?”/)
  assert.match(second.text, /^## 2\. /m)
  assert.match(second.text, /\*\*Bruno\*\*/)

  const third = await ask(provider, {
    messages: [...told, { role: "user", content: "Another one, about the sea." }],
  })
  assert.match(third.text, /^# The /m)
  assert.match(third.text, /the sea/)
})

test("sounds as its instructions ask", async () => {
  const { text } = await ask(provider, {
    instructions: "You are an old pirate.",
    assistantName: "*Salty* Sam",
  })
  assert.match(text, /\\\*Salty\\\* Sam/)
  assert.match(text, /barrel|drowned man|windward/)
})

test("stops at the limit of its tokens", async () => {
  const { last, text } = await ask(provider, { maxCompletionTokens: 16 })

  assert.partialDeepStrictEqual(last, {
    type: "incomplete",
    reason: "max_output_tokens",
    usage: { outputTokens: 16 },
  })
  assert.ok(text.length > 20)
})

test("an aborted signal ends it at once", { timeout: PATIENCE }, async () => {
  const controller = new AbortController()
  const events = []

  for await (const event of new DemoProvider({ pause: 600_000 }).stream(REQUEST, controller.signal)) {
    events.push(event.type)
    if (event.type === "delta") setImmediate(() => controller.abort())
  }
  assert.deepEqual(events, ["started", "delta"])
})

function asked(content: string) {
  return ask(provider, { messages: [{ role: "user", content }] })
}
