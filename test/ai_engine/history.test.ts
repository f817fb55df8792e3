import assert from "node:assert/strict"
import { performance } from "node:perf_hooks"
import { test } from "node:test"
import { setImmediate as nextTurn } from "node:timers/promises"
import { setImmediate } from "node:timers/promises"
import { countPromptTokens, PromptTooLong, trimHistory } from "../../server/ai_engine/prompt/history.ts"
import type { ProviderMessage } from "../../server/ai_engine/providers/provider.ts"

const instructions = "You tell stories."
const question = { role: "user", content: "Tell me about a fox." } as const
const answer = { role: "assistant", content: "There was once a fox." } as const
const followUp = { role: "user", content: "Go on." } as const

/** As a thread is read: from its end. */
function trim(messages: ProviderMessage[], terms: Parameters<typeof trimHistory>[1]) {
  return trimHistory(backwards(messages), terms)
}

async function* backwards(messages: ProviderMessage[]) {
  yield* messages.toReversed()
}

test("counts as OpenAI documents it: the words, a frame around each message, and the start of the reply", async () => {
  assert.equal(await countPromptTokens(instructions, [question]), 3 + (4 + 4) + (4 + 6))
  assert.equal(await countPromptTokens("", [question]), 3 + (4 + 6))
})

test("without a limit everything goes", async () => {
  const messages = [question, answer, followUp]
  assert.deepEqual(await trim(messages, { instructions, maxPromptTokens: null }), messages)
})

test("only role and content go to the provider", async () => {
  const record = { id: 7, ...question }
  assert.deepEqual(await trim([record], { instructions, maxPromptTokens: null }), [question])
})

test("keeps as many whole messages as fit, the newest ones", async () => {
  const messages = [question, answer, question, followUp]
  const limit = await countPromptTokens(instructions, [question, followUp])

  assert.deepEqual(await trim(messages, { instructions, maxPromptTokens: limit }), [question, followUp])
  assert.deepEqual(await trim(messages, { instructions, maxPromptTokens: limit - 1 }), [followUp])
})

test("never begins with an answer", async () => {
  const limit = await countPromptTokens(instructions, [answer, followUp])
  assert.deepEqual(await trim([question, answer, followUp], { instructions, maxPromptTokens: limit }), [
    followUp,
  ])
})

test("says how many tokens are missing when not even the last message fits", async () => {
  const limit = (await countPromptTokens(instructions, [question])) - 1

  await assert.rejects(
    trim([answer, question], { instructions, maxPromptTokens: limit }),
    new PromptTooLong(21, 20),
  )
  assert.match(new PromptTooLong(1021, 1000).message, /need 1,021 tokens, but only 1,000 are allowed/)
})

test("what looks like a control token is counted as text", async () => {
  assert.ok((await countPromptTokens("", [{ role: "user", content: "<|endoftext|>" }])) > 3 + 4 + 1)
})

test("of a word no more than 512 characters are read at once: reading costs time with the square of their number", async () => {
  const count = async (content: string) => (await countPromptTokens("", [{ role: "user", content }])) - 3 - 4
  const word = `${"a".repeat(510)}hello${"b".repeat(600)}`
  const slices = [word.slice(0, 512), word.slice(512, 1024), word.slice(1024)]
  const counts = await Promise.all(slices.map(count))

  assert.equal(
    await count(word),
    counts.reduce((sum, tokens) => sum + tokens),
  )
})

test("others run while a long text is counted", async () => {
  const count = (content: string) => countPromptTokens("", [{ role: "user", content }])
  await count("The tokenizer is loaded.")
  let [isCounting, turns] = [true, 0]
  const counted = count("日本語の物語".repeat(33_000)).finally(() => {
    isCounting = false
  })
  while (isCounting) {
    await nextTurn()
    turns += 1
  }

  await counted
  assert.ok(turns > 2, `${turns} turns`)
})

test("long threads and long messages are trimmed to what fits", async () => {
  const thread: ProviderMessage[] = Array.from({ length: 2_000 }, (_, index) =>
    index % 2 ? answer : question,
  )
  const unbroken = { role: "user", content: "日本語の物語".repeat(33_000) } as const
  const spaces = { role: "user", content: `x${" ".repeat(199_000)}x` } as const

  const all = [...thread, followUp]
  assert.deepEqual(await trim(all, { instructions, maxPromptTokens: 100_000 }), all)
  assert.deepEqual(await trim([unbroken, followUp], { instructions, maxPromptTokens: 1_000 }), [followUp])
  await assert.rejects(trim([spaces], { instructions, maxPromptTokens: 256 }), PromptTooLong)
})

test("counting holds all others up for one turn only, also where many texts are counted at once", async (context) => {
  await countPromptTokens(instructions, [])
  const letters = Array.from({ length: 60_000 }, (_, index) =>
    String.fromCharCode(97 + ((index * index) % 26)),
  ).join("")
  let [slices, longest, isCounting] = [0, 0, true]
  const start = performance.now()
  context.mock.method(performance, "now", () => {
    slices += 1
    return start + slices
  })

  const turns = (async () => {
    while (isCounting) {
      const before = slices
      await setImmediate()
      longest = Math.max(longest, slices - before)
    }
  })()
  await Promise.all(
    Array.from({ length: 20 }, () => countPromptTokens("", [{ role: "user", content: letters }])),
  )
  isCounting = false
  await turns
  assert.ok(slices > 1000 && longest < 100, `${longest} of ${slices}`)
})
