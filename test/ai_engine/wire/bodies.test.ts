import "../../support/database.ts"
import assert from "node:assert/strict"
import { test } from "node:test"
import { Message } from "../../../server/ai_engine/index.ts"
import { openKitchen } from "../support/kitchen.ts"
import { openai, setUp } from "../support/remote.ts"

// One JSON with a status of 200, where a stream was asked for.

type Api = "responses" | "chat_completions"
type Ending = [status: string, code: string | null, content: string, usage?: [number, number]]

const USAGE = { prompt_tokens: 20, completion_tokens: 10 }
const RESPONSE = {
  id: "resp_1",
  object: "response",
  status: "completed",
  output: [{ id: "msg_1", type: "message", content: [{ type: "output_text", text: "Once upon" }] }],
  usage: { input_tokens: 20, output_tokens: 10 },
}
const COMPLETION = {
  id: "c",
  object: "chat.completion",
  choices: [{ index: 0, message: { role: "assistant", content: "Once upon" }, finish_reason: "stop" }],
  usage: USAGE,
}

const BODIES: [sentence: string, api: Api, body: unknown, ending: Ending][] = [
  [
    "a whole completion is the answer",
    "chat_completions",
    COMPLETION,
    ["completed", null, "Once upon", [20, 10]],
  ],
  [
    "a whole completion without words is a failure",
    "chat_completions",
    { ...COMPLETION, choices: [{ message: { content: "" }, finish_reason: "stop" }] },
    ["failed", "empty_answer", ""],
  ],
  [
    "a whole completion that only calls a tool is a failure",
    "chat_completions",
    {
      ...COMPLETION,
      choices: [{ message: { content: null, tool_calls: [{}] }, finish_reason: "tool_calls" }],
    },
    ["failed", "empty_answer", ""],
  ],
  [
    "a whole completion that was too long is incomplete",
    "chat_completions",
    { ...COMPLETION, choices: [{ message: { content: "Once upon" }, finish_reason: "length" }] },
    ["incomplete", "max_output_tokens", "Once upon", [20, 10]],
  ],
  [
    "a whole completion without a finish reason is complete",
    "chat_completions",
    { ...COMPLETION, choices: [{ message: { content: [{ type: "text", text: "Once upon" }] } }] },
    ["completed", null, "Once upon", [20, 10]],
  ],
  [
    "an error is a failure",
    "chat_completions",
    { error: { message: "No.", code: "no" } },
    ["failed", "no", ""],
  ],
  [
    "a detail is a failure",
    "chat_completions",
    { detail: [{ msg: "Field required" }] },
    ["failed", "stream_error", ""],
  ],
  ["a whole response is the answer", "responses", RESPONSE, ["completed", null, "Once upon", [20, 10]]],
  [
    "a whole response that has failed is a failure",
    "responses",
    { ...RESPONSE, status: "failed", output: [], error: { code: "server_error", message: "No." } },
    ["failed", "server_error", ""],
  ],
  [
    "a whole response that was too long is incomplete",
    "responses",
    { ...RESPONSE, status: "incomplete", incomplete_details: { reason: "max_output_tokens" } },
    ["incomplete", "max_output_tokens", "Once upon", [20, 10]],
  ],
  [
    "a whole response without words is a failure",
    "responses",
    { ...RESPONSE, output: [] },
    ["failed", "empty_answer", ""],
  ],
  [
    "an error is a failure",
    "responses",
    { object: "error", message: "No.", code: 500 },
    ["failed", "500", ""],
  ],
]

for (const [sentence, api, body, [status, code, content, usage]] of BODIES) {
  test(`${api}: ${sentence}`, async () => {
    setUp(api)
    const { cook, assistantThread } = await openKitchen()
    openai.script((reply) => reply.refuse(200, body))

    const run = await cook.aiEngineRun({ assistantThread, content: "Begin." })

    assert.deepEqual([run.status, run.errorCode], [status, code])
    assert.equal((await Message.answerOf(run)).content, content)
    if (usage) assert.deepEqual([run.promptTokenUsage, run.completionTokenUsage], usage)
  })
}
