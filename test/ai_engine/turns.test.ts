import "../support/database.ts"
import assert from "node:assert/strict"
import { test } from "node:test"
import type { EngineSettings } from "../../server/ai_engine/engine.ts"
import { countPromptTokens } from "../../server/ai_engine/prompt/history.ts"
import { type AssistantThread, askAgain, Message, type Run } from "../../server/ai_engine/index.ts"
import { tells } from "../support/scripted_openai.ts"
import { openKitchen } from "./support/kitchen.ts"
import { openai, setUp } from "./support/remote.ts"

// What a model is sent of what was said: both sides by turns, whatever became of the answers.

type Said = { role: "user" | "assistant"; content: string }

const STATELESS = ["responses", "chat_completions"] as const

for (const api of [...STATELESS, "assistants"] as const) {
  test(`${api}: an answer that failed empty is left out, and the questions around it are one`, async () => {
    const { ask, heard } = await open(api)
    await ask("How do I begin?", tells("Eggs."))
    const failed = await ask("And then?", (reply) => reply.complete())
    await ask("Hello?", tells("Butter."))

    assert.equal(failed.status, "failed")
    assert.deepEqual(heard(), [user("How do I begin?"), model("Eggs."), user("And then?\n\nHello?")])
  })

  test(`${api}: however many answers failed empty, whatever was told in their place`, async () => {
    const { ask, heard } = await open(api)
    await ask("One?", (reply) => reply.complete())
    await ask("Two?", tells(" \n"))
    await ask("Three?", tells("<think>Hm.</think>"))
    await ask("Four?", tells("Four."))
    await ask("Five?", tells("Five."))

    assert.deepEqual(heard(), [user("One?\n\nTwo?\n\nThree?\n\nFour?"), model("Four."), user("Five?")])
  })

  test(`${api}: a thread of an earlier version, whose empty answers count as complete, goes on`, async () => {
    const { ask, heard, thread } = await open(api)
    await ask("One?", tells("One."))
    await ask("Two?", tells("Two."))
    await Message.query().where({ assistantThreadId: thread.id, content: "Two." }).update({ content: "" })
    await ask("Three?", tells("Three."))

    assert.deepEqual(heard(), [user("One?"), model("One."), user("Two?\n\nThree?")])
  })
}

for (const api of STATELESS) {
  test(`${api}: what a model thought before its answer is stored, and not sent back`, async () => {
    const { ask, heard } = await open(api)
    const run = await ask("One?", tells("<think>\nA number.\n", "</think>\n\nOne."))
    await ask("Two?", tells("\n<THINKING>Hm.</thinking> <think>So.</think>Two."))
    await ask("Three?", tells("Four, no.\n</think>\nThree."))
    await ask("<think>Four?</think>", tells("Four."))

    assert.equal((await Message.answerOf(run)).content, "<think>\nA number.\n</think>\n\nOne.")
    assert.deepEqual(heard(), [
      ...[user("One?"), model("One."), user("Two?"), model("Two."), user("Three?"), model("Three.")],
      user("<think>Four?</think>"),
    ])
  })

  test(`${api}: tags further inside an answer are part of it`, async () => {
    const { ask, heard } = await open(api)
    const answer = "Write `<think>` and\n```\n<think>\n</think>\n```"
    await ask("How?", tells(answer))
    await ask("Thanks.", tells("Yes."))

    assert.deepEqual(heard(), [user("How?"), model(answer), user("Thanks.")])
  })

  test(`${api}: a history that is cut begins with a question`, async () => {
    const { ask, cook, thread, heard } = await open(api)
    await ask("One?", tells("One."))
    await ask("Two?", tells("Two."))
    const run = await cook.aiEngineAsk({ assistantThread: thread, content: "Three?" })
    run.maxPromptTokens = await countPromptTokens(run.instructions, [model("Two."), user("Three?")])
    await run.save()
    await cook.aiEngineRun({ assistantThread: thread, run })

    assert.deepEqual(heard(), [user("Three?")])
  })
}

test("assistants: a remote thread that holds two questions in a row is begun anew, once", async () => {
  const { ask } = await open("assistants")
  await ask("One?", (reply) => reply.complete())
  await ask("Two?", tells("Two."))
  openai.requests.length = 0
  await ask("Three?", tells("Three."))

  const created = openai.requests.filter(
    ({ method, path }) => method === "POST" && path.endsWith("/messages"),
  )
  assert.deepEqual(
    created.map(({ body }) => body.content),
    ["Three?"],
  )
  assert.ok(openai.requests.every(({ method }) => method !== "DELETE"))
})

test("assistants: a remote thread of an earlier version, which holds two questions in a row, is begun anew", async () => {
  const { ask, heard, thread } = await open("assistants")
  await ask("One?", (reply) => reply.complete())
  await ask("Two?", tells("Two."))
  await Message.query()
    .where({ assistantThreadId: thread.id, content: "One?" })
    .update({ remoteId: "msg_one" })
  await ask("Three?", tells("Three."))

  assert.deepEqual(heard(), [user("One?\n\nTwo?"), model("Two."), user("Three?")])
  assert.ok(openai.requests.some(({ method }) => method === "DELETE"))
})

test("a further try at an empty answer is sent the question once", async () => {
  const { ask, heard } = await open("chat_completions")
  const run = await ask("One?", (reply) => reply.complete())
  const again = (await askAgain(run)) as Run

  assert.equal(run.retryable, true)
  assert.equal(again.attempt, 2)
  assert.deepEqual(heard(), [user("One?")])
})

function user(content: string): Said {
  return { role: "user", content }
}

function model(content: string): Said {
  return { role: "assistant", content }
}

async function open(api: EngineSettings["api"]) {
  setUp(api)
  const { cook, assistantThread } = await openKitchen()
  const thread: AssistantThread = assistantThread

  async function ask(content: string, scenario: Parameters<typeof openai.script>[0]) {
    openai.script(scenario)
    return cook.aiEngineRun({ assistantThread: thread, content })
  }
  return { cook, thread, ask, heard: () => heardBy(api) }
}

/** What the model knew when it was asked last. */
function heardBy(api: EngineSettings["api"]): Said[] {
  const asked = openai.requests.filter(({ body }) => body.stream)
  const { input, messages } = (asked.at(-1)?.body ?? {}) as { input?: Said[]; messages?: Said[] }

  if (api === "assistants") {
    return openai.assistants.conversation() as Said[]
  } else {
    return (input ?? messages ?? []).filter(({ role }) => String(role) !== "system")
  }
}
