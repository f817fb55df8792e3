import assert from "node:assert/strict"
import { test } from "node:test"
import { startApp } from "./support/app_server.ts"
import { signedUp } from "./support/client.ts"
import { startRedis } from "./support/redis.ts"
import { startScriptedOpenAI } from "./support/scripted_openai.ts"
import { createStoryteller, openThread } from "./support/story_forms.ts"

test("a request can be followed through the log to the end of its run, and no words are in it", async (t) => {
  const [openai, redis] = await Promise.all([startScriptedOpenAI(), startRedis()])
  const env = {
    OPENAI_BASE_URL: openai.url,
    OPENAI_API_KEY: "sk-secret",
    REDIS_URL: redis.url,
    NODE_ENV: "production",
    SECRET_KEY_BASE: "x".repeat(32),
  }
  const app = await startApp({ env, worker: true })
  t.after(async () => {
    await app.stop()
    await Promise.all([openai.close(), redis.stop()])
  })

  const reader = await signedUp(app.url)
  const storyteller = await createStoryteller(reader, {})
  const thread = await openThread(reader)
  const words = "Whispered in the kitchen"
  const fields = {
    "message[content]": words,
    "message[assistant_thread_id]": thread.split("/").at(-1) as string,
    "message[storyteller_id]": storyteller.split("/").at(-1) as string,
  }
  const { headers } = await reader.request("/messages?from=kitchen", {
    method: "POST",
    headers: { "X-Request-Id": "from.a-proxy_1" },
    body: new URLSearchParams(fields),
  })
  assert.equal(headers.get("x-request-id"), "from.a-proxy_1")
  await app.worker?.printed(/Run ended/)

  const answered = lines(app.web?.output).find(({ path }) => path === "/messages")
  assert.partialDeepStrictEqual(answered, {
    message: "Request answered.",
    requestId: "from.a-proxy_1",
    method: "POST",
    status: 303,
    userId: 1,
  })
  const ended = lines(app.worker?.output).find(({ message }) => message === "Run ended.")
  assert.partialDeepStrictEqual(ended, { requestId: "from.a-proxy_1", runId: 1, status: "completed" })
  assert.doesNotMatch(app.log, /Whispered|kitchen|sk-secret|once upon a time/)

  const { headers: own } = await reader.get("/up", { "X-Request-Id": "<script>alert(1)</script>" })
  assert.match(own.get("x-request-id") ?? "", /^[\da-f-]{36}$/)
})

function lines(output = "") {
  return output
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line))
}
