import "../support/database.ts"
import assert from "node:assert/strict"
import { test } from "node:test"
import { Run } from "../../server/ai_engine/index.ts"
import { openKitchen } from "./support/kitchen.ts"
import { openai, setUp } from "./support/remote.ts"

// Whose limit ended an answer: ours is named only where it was ours.

const OURS = /^The answer stops here: it reached its limit of 16,000 tokens\.$/
const THEIRS = /^The answer stops here: it reached a limit of the model or its server\. Ask it to go on/

const ENDINGS: [what: string, words: number, output: number | null, sentence: RegExp][] = [
  ["after 400 tokens is the server's", 300, 400, THEIRS],
  ["after all that were allowed is ours", 300, 16_000, OURS],
  ["a little before is ours", 300, 15_950, OURS],
  ["after 400 words of which no usage is told is the server's", 400, null, THEIRS],
  ["after 14,000 words of which no usage is told is ours", 14_000, null, OURS],
  ["after 14,000 words of which a single token is told is ours", 14_000, 1, OURS],
]

for (const api of ["responses", "chat_completions", "assistants"] as const) {
  for (const [what, words, output, sentence] of ENDINGS) {
    test(`${api}: an end ${what}`, async () => {
      const run = await tooLong(api, { words, output, limit: 16_000 })
      assert.deepEqual([run.status, run.errorCode], ["incomplete", "max_output_tokens"])
      assert.match(String(run.errorMessage), sentence)
    })
  }

  test(`${api}: where we set no limit, none of ours is named`, async () => {
    assert.match(String((await tooLong(api, { words: 5, output: 5, limit: null })).errorMessage), THEIRS)
  })

  test(`${api}: a limit that was used up by thinking says so, and whose it was`, async () => {
    const ours = await tooLong(api, { words: 0, output: 16_000, limit: 16_000 })
    const theirs = await tooLong(api, { words: 0, output: 400, limit: 16_000 })
    assert.match(String(ours.errorMessage), /used up its limit of 16,000 tokens before it began/)
    assert.match(String(theirs.errorMessage), /a limit of its own, or of its server, before it began/)
  })
}

const REASONS = {
  responses: "max_output_tokens",
  chat_completions: "length",
  assistants: "max_completion_tokens",
}

type Terms = { words: number; output: number | null; limit: number | null }

async function tooLong(api: keyof typeof REASONS, terms: Terms): Promise<Run> {
  setUp(api)
  const { cook, assistantThread } = await openKitchen()
  const run = await cook.aiEngineAsk({ assistantThread, content: "Begin." })
  openai.script((reply) => {
    if (terms.words > 0) reply.say("word ".repeat(terms.words))
    reply.incomplete(REASONS[api], terms.output === null ? null : { input: 20, output: terms.output })
  })
  run.maxCompletionTokens = terms.limit
  await run.save()
  await cook.aiEngineRun({ assistantThread, run })
  return Run.find(run.id)
}
