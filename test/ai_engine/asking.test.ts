import { openKitchen } from "./support/kitchen.ts"
import assert from "node:assert/strict"
import { before, test } from "node:test"
import {
  AIEngine,
  type AssistantThread,
  askAgain,
  LONGEST_CONTENT,
  Message,
  Run,
} from "../../server/ai_engine/index.ts"

// Nothing of what is asked is lost, stored by halves, or answered twice. Races happen on PostgreSQL: SQLite has one
// writer.

const AT_ONCE = [1, 2, 3, 4]

before(() => AIEngine.setup({ api: "demo", models: ["gpt-6-luna"], idleTimeout: 30 }))

async function stored(thread: AssistantThread) {
  const { id: assistantThreadId } = thread
  const [messages, runs] = [
    await Message.where({ assistantThreadId }),
    await Run.where({ assistantThreadId }),
  ]
  return { messages, runs, counts: [messages.length, runs.length] }
}

for (const role of ["user", "assistant"] as const) {
  test(`where the row of the ${role}'s message is refused, nothing is stored`, async (t) => {
    const { cook, assistantThread } = await openKitchen()
    const { save } = Message.prototype
    t.mock.method(Message.prototype, "save", function refused(this: Message) {
      return this.role === role ? Promise.reject(new Error("odd")) : save.call(this)
    })

    await assert.rejects(cook.aiEngineAsk({ assistantThread, content: "Begin." }), /odd/)
    assert.deepEqual((await stored(assistantThread)).counts, [0, 0])
    assert.equal((await assistantThread.reload()).title, null)
  })
}

test("a question that is sent several times at once is stored once, and all are told of one run", async () => {
  const { cook, assistantThread } = await openKitchen()
  const question = { assistantThread, content: "Begin.", clientId: "1" }
  const runs = await Promise.all(AT_ONCE.map(() => cook.aiEngineAsk(question)))

  const { messages, counts } = await stored(assistantThread)
  assert.deepEqual(counts, [2, 1])
  assert.deepEqual(new Set(runs.map(({ id }) => id)), new Set(messages.map(({ runId }) => runId)))
})

test("other words under an id that was used are another question, however often they are sent", async () => {
  const { cook, assistantThread } = await openKitchen()
  for (const content of ["Begin.", "Go on.", "Go on.", "Begin."]) {
    await cook.aiEngineAsk({ assistantThread, content, clientId: "1" })
  }

  const { messages } = await stored(assistantThread)
  const questions = messages.filter(({ role }) => role === "user")
  assert.deepEqual(
    questions.map(({ content }) => content),
    ["Begin.", "Go on."],
  )
})

test("of several who try again at the same moment one gets a further answer", async () => {
  for (const _ of AT_ONCE) {
    const { cook, assistantThread } = await openKitchen()
    const earlier = await cook.aiEngineAsk({ assistantThread, content: "Begin." })
    await earlier.end({ status: "failed" })

    const runs = await Promise.all(AT_ONCE.map(() => askAgain(earlier)))
    assert.equal(runs.filter((run) => run !== undefined).length, 1)
    assert.deepEqual((await stored(assistantThread)).counts, [3, 2])
  }
})

test("an answer that is whole, under way, or was tried again since is not asked for again", async () => {
  const { cook, assistantThread } = await openKitchen()
  const first = await cook.aiEngineAsk({ assistantThread, content: "Begin." })
  assert.equal(await askAgain(first), undefined)

  await first.end({ status: "failed" })
  const second = (await askAgain(first)) as Run
  await second.end({ status: "completed" })
  assert.deepEqual([await askAgain(first), await askAgain(second)], [undefined, undefined])
})

test("a message may be as long as it may be, and not longer", async () => {
  const { cook, assistantThread } = await openKitchen()
  const longest = await cook.aiEngineAsk({ assistantThread, content: "x".repeat(LONGEST_CONTENT) })
  const longer = await cook.aiEngineAsk({ assistantThread, content: "x".repeat(LONGEST_CONTENT + 1) })

  assert.deepEqual([longest.persisted, longer.persisted], [true, false])
  assert.match(longer.errors.sentences.join(), /That is 200,001 characters; a message may have 200,000\./)
})
