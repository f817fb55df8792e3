import assert from "node:assert/strict"
import { test } from "node:test"
import { responseBody } from "../../../server/ai_engine/providers/response_body.ts"
import { REQUEST } from "./asking.ts"

test("OpenAI is told who asks, without a name, and not to pad the stream", () => {
  assert.deepEqual(responseBody(REQUEST, { atOpenAI: true, background: false }), {
    model: "gpt-6-luna",
    instructions: "You tell stories.",
    input: [{ role: "user", content: "Tell me about a fox." }],
    store: false,
    stream: true,
    safety_identifier: "5f2c0b7e9a",
    stream_options: { include_obfuscation: false },
  })
})
