import "../support/database.ts"
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { setImmediate } from "node:timers/promises"
import { database } from "../../db/index.ts"
import { type AssistantThread, Message, type Run } from "../../server/ai_engine/index.ts"
import { boot } from "../../server/boot.ts"
import { cable } from "../../server/cable/cable.ts"
import { renderTemplate } from "../../server/lib/view.ts"
import { messageLocals } from "../../server/models/user/broadcasts.ts"
import { messageList } from "../../server/models/user/message_list.ts"
import { User } from "../../server/models/user.ts"
import { tellLong } from "../support/long_thread.ts"

before(boot)
after(() => cable.close())

const ENDS = [
  { status: "completed" },
  { status: "cancelled" },
  { status: "failed", errorCode: "server_error", errorMessage: "The model's server is away." },
] as const

test("what was shown before as it is now is neither read nor rendered again", async () => {
  const { author, thread } = await toldThread(3)

  assert.equal(await statements(() => list(author, thread)), 4)
  assert.equal(await statements(() => list(author, thread)), 2)
})

test("others run between the messages of a page", async () => {
  const { author, thread } = await toldThread(20)
  let [turns, isListing] = [0, true]
  const counting = (async () => {
    for (; isListing; turns += 1) await setImmediate()
  })()

  await list(author, thread)
  isListing = false
  await counting
  assert.ok(turns >= 40, String(turns))
})

test("a run that ends, words that come late and usage that is booked show at once", async () => {
  for (const end of ENDS) {
    const { author, thread } = await toldThread(1, { status: "in_progress" })
    const [question, answer] = await thread.messages()
    const run = await answer?.run()
    assert.ok(question && answer && run)
    await isAsRendered(author, thread)

    const changes = [
      () =>
        Message.query()
          .where({ id: answer.id })
          .update({ content: "Answer 1, whole", updatedAt: new Date() }),
      () => run.end(end),
      () => Message.query().where({ id: answer.id }).update({ content: "Answer 1, whole and more" }),
      () => run.book({ promptTokenUsage: 5, completionTokenUsage: 7, usageEstimated: true }),
      () => Message.query().where({ id: answer.id }).update({ promptTokenUsage: 5, completionTokenUsage: 7 }),
    ]
    for (const change of changes) {
      await change()
      await isAsRendered(author, thread)
    }
  }
})

test("a further try shows below the earlier one", async () => {
  const { author, thread } = await toldThread(2, { status: "failed" })
  const html = await isAsRendered(author, thread)
  const [question] = await thread.messages()
  const run = (await question?.run()) as Run
  const again = run.anotherTry()
  await again.save()

  const place = { assistantThreadId: thread.id, questionId: question?.id ?? null }
  await Message.create({ ...place, runId: again.id, role: "assistant", content: "Again" })

  assert.notEqual(await isAsRendered(author, thread), html)
})

test("an author who is called otherwise is so in all messages", async () => {
  const { author, thread } = await toldThread(2)
  await isAsRendered(author, thread)

  await author.update({ fullName: "Dinazade" })

  assert.match(await isAsRendered(author, thread), /Dinazade/)
})

test("an answer that is being written is rendered anew each time", async () => {
  const { author, thread } = await toldThread(1, { status: "in_progress" })
  await list(author, thread)

  assert.equal(await statements(() => list(author, thread)), 4)
})

async function list(author: User, thread: AssistantThread) {
  const { stamps } = await thread.page()
  const messages = await messageList(author, thread, stamps)
  return String(messages.within(String(messages)))
}

/** The list as it is, which is as if nothing of it was known before. */
async function isAsRendered(author: User, thread: AssistantThread) {
  const rendered: string[] = []
  for (const message of await thread.messages())
    rendered.push(
      await renderTemplate(
        "messages/_message",
        await messageLocals(author, { message, conversation: thread }),
      ),
    )

  const html = await list(author, thread)
  assert.equal(html, rendered.join(""))
  return html
}

/** How many the database is asked meanwhile. */
async function statements(work: () => Promise<unknown>) {
  let count = 0
  const note = () => count++
  database.on("query", note)
  await work()
  database.off("query", note)
  return count
}

let people = 0

async function toldThread(questions: number, run?: Partial<Run>) {
  people += 1
  const person = {
    fullName: "Shahrazad",
    email: `shahrazad.${people}@example.com`,
    password: "once upon a time",
  }
  const author = await User.create(person)
  await author.buildStoryteller(SHAHRAZAD).save()
  const thread = author.buildAssistantThread()
  await thread.save()
  await tellLong(database, thread.id, questions, run as Record<string, unknown>)
  return { author, thread }
}

const SHAHRAZAD = {
  name: "Shahrazad",
  model: "gpt-6-luna",
  instructions: "You tell stories.",
  maxPromptTokens: 8000,
  maxCompletionTokens: 1000,
}
