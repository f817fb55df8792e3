import assert from "node:assert/strict"
import { test } from "node:test"
import { redactKeys } from "../../../server/ai_engine/providers/redact_keys.ts"

for (const [text, redacted] of [
  ["Wrong key: a-key-of-ours.", "Wrong key: [key]."],
  ["Incorrect API key provided: sk-abc***xyz. Mind it.", "Incorrect API key provided: [key] Mind it."],
  ["Not sk-proj-Ab1_Cd2-Ef3, please", "Not [key], please"],
  ["authorization: Bearer eyJhbGciOi.J9", "authorization: [key]"],
  ["Unknown key gsk********wxyz", "Unknown key [key]"],
] as const) {
  test(`"${text}" is shown without its key`, () => {
    assert.equal(redactKeys(text, "a-key-of-ours"), redacted)
  })
}

test("what only sounds like a key is left as it is", () => {
  const text = "The bearer authentication of task-forces is risk-averse, **not** sk-1."
  assert.equal(redactKeys(text, undefined), text)
})
