import "../support/database.ts"
import assert from "node:assert/strict"
import { before, test } from "node:test"
import { database } from "../../db/index.ts"
import { AIEngine, type AssistantThread, askAgain, Message, Run } from "../../server/ai_engine/index.ts"
import { runRequest } from "../../server/ai_engine/prompt/run_request.ts"
import { RecordNotFound } from "../../server/lib/errors.ts"
import { tellLong } from "../support/long_thread.ts"
import { openKitchen } from "./support/kitchen.ts"

before(() => AIEngine.setup({ api: "demo", models: ["gpt-6-luna"], idleTimeout: 30 }))

/** What would be sent to have the run answered. */
async function sent(run: Run, thread: AssistantThread) {
  const { messages } = await runRequest(run, await Message.answerOf(run), thread)
  return messages.map(({ content }) => content)
}

/** A thread in which so many questions were answered before the one that the run is to answer. */
async function askedAfter(questions: number) {
  const { cook, assistantThread } = await openKitchen()
  await tellLong(database, assistantThread.id, questions)
  const run = await cook.aiEngineAsk({ assistantThread, content: "And then?" })
  return { assistantThread, run }
}

/** Pairs of questions and answers, up to the last one. */
function told(first: number, last: number) {
  const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  return numbers.flatMap((number) => [`Question ${number}`, `Answer ${number}`])
}

test("all that was said is sent in order, however much it is", async () => {
  for (const questions of [0, 24, 25, 60]) {
    const { assistantThread, run } = await askedAfter(questions)
    assert.deepEqual(await sent(run, assistantThread), [...told(1, questions), "And then?"])
  }
})

test("who asks is told to the provider by no name, and always by the same", async () => {
  const { assistantThread, run } = await askedAfter(0)
  const endUser = async () => (await runRequest(run, await Message.answerOf(run), assistantThread)).endUser
  const { threadableType, threadableId } = assistantThread

  assert.match(String(await endUser()), /^[\w-]{10,}$/)
  assert.ok(!String(await endUser()).includes(threadableType))
  assert.notEqual(await endUser(), String(threadableId))
  assert.equal(await endUser(), await endUser())
})

test("of a long thread only the end is read, where no more fits", async () => {
  const { assistantThread, run } = await askedAfter(200)
  const read: string[] = []
  const note = ({ sql }: { sql: string }) => read.push(sql)
  database.on("query", note)
  const messages = await sent(Object.assign(run, { maxPromptTokens: 100 }), assistantThread)
  database.off("query", note)

  assert.deepEqual(messages, [...told(196, 200), "And then?"])
  // The answer itself, and one page.
  assert.equal(read.length, 2)
})

test("of several tries at an answer the last one goes that has words", async () => {
  const { cook, assistantThread } = await openKitchen()
  const first = await cook.aiEngineAsk({ assistantThread, content: "How do I begin?" })
  await end(first, "Eggs")
  const second = (await askAgain(first)) as Run
  await end(second, "Two eggs")
  await end((await askAgain(second)) as Run, " \n")

  const run = await cook.aiEngineAsk({ assistantThread, content: "And then?" })
  assert.deepEqual(await sent(run, assistantThread), ["How do I begin?", "Two eggs", "And then?"])
})

test("a further try is sent what stands above its question, whatever came after it", async () => {
  const { cook, assistantThread } = await openKitchen()
  const first = await cook.aiEngineAsk({ assistantThread, content: "How do I begin?" })
  await end(first, "Eggs")
  await end(await cook.aiEngineAsk({ assistantThread, content: "And then?" }), "Butter")

  assert.deepEqual(await sent((await askAgain(first)) as Run, assistantThread), ["How do I begin?"])
})

test("nothing is sent where the thread was deleted meanwhile", async () => {
  const { assistantThread, run } = await askedAfter(1)
  const answer = await Message.answerOf(run)
  await assistantThread.destroy()

  for (const maxPromptTokens of [null, 100]) {
    Object.assign(run, { maxPromptTokens })
    await assert.rejects(runRequest(run, answer, assistantThread), RecordNotFound)
  }
})

/** Before it was whole. */
async function end(run: Run, content: string) {
  await Message.query().where({ runId: run.id, role: "assistant" }).update({ content })
  await Run.query().where({ id: run.id }).update({ status: "cancelled" })
  await run.reload()
}
