import "../support/database.ts"
import assert from "node:assert/strict"
import { after, before, type TestContext, test } from "node:test"
import {
  type AssistantRunArguments,
  CreateAssistantMessageAndRun,
} from "../../jobs/create_assistant_message_and_run.ts"
import { queue } from "../../jobs/queue.ts"
import { AIEngine, type Run } from "../../server/ai_engine/index.ts"
import { boot } from "../../server/boot.ts"
import { cable } from "../../server/cable/cable.ts"
import { config } from "../../server/config.ts"
import { User } from "../../server/models/user.ts"
import { logged } from "../ai_engine/support/logged.ts"
import { createPerson } from "../support/people.ts"
import { startScriptedOpenAI } from "../support/scripted_openai.ts"
import { until } from "../support/until.ts"

before(boot)
after(() => cable.close())

for (const [what, foreign] of [
  ["conversation", ({ assistantThreadId }: AssistantRunArguments) => ({ assistantThreadId })],
  ["user", ({ userId }: AssistantRunArguments) => ({ userId })],
  ["storyteller", ({ storytellerId }: AssistantRunArguments) => ({ storytellerId })],
] as const) {
  test(`a job whose ${what} is not its run's does nothing, and is logged`, async () => {
    const [one, other] = [await asked(), await asked()]
    const log = await perform({ ...one.job, ...foreign(other.job) })

    assert.match(log, new RegExp(`The job's ${what} is not its run's. Nothing was done.`))
    await assertUntouched(one.run)
    await assertUntouched(other.run)
  })
}

test("a job of another installation, whose ids mean something else here, does nothing", async () => {
  const [one, other] = [await asked(), await asked()]
  const log = await perform({ ...one.job, runId: other.run.id })

  assert.match(log, /The job's conversation is not its run's/)
  await assertUntouched(other.run)
})

test("a job names a storyteller that is there, but its run's own was deleted: nothing is done", async () => {
  const [one, other] = [await asked(), await asked()]
  await one.storyteller.destroy()

  const log = await perform({ ...one.job, storytellerId: other.job.storytellerId })
  assert.match(log, /The job's storyteller is not its run's/)
  await assertUntouched(one.run)

  await perform(one.job)
  assert.equal((await one.run.reload()).errorCode, "storyteller_deleted")
})

for (const [what, remove] of [
  ["run", ({ run }: Asked) => run.destroy()],
  ["thread", ({ assistantThread }: Asked) => assistantThread.destroy()],
  ["user", ({ user }: Asked) => user.destroy()],
] as const) {
  test(`a job whose ${what} was deleted is no error`, async () => {
    const gone = await asked()
    await remove(gone)

    const log = await perform(gone.job)
    assert.match(log, /What a job was for was deleted meanwhile/)
    assert.doesNotMatch(log, /error|warn/)
  })
}

test("when a run has ended, the next one of its thread is queued at once", async (t) => {
  const { storyteller, assistantThread, job } = await asked()
  const next = await storyteller.aiEngineAsk({ assistantThread, content: "And then?" })
  await storyteller.destroy()
  const { add } = queuing(t)

  await perform(job)
  assert.deepEqual(
    add.calls.map(({ arguments: [job, options] }) => [job?.arguments.runId, options]),
    [[next.id, { once: true }]],
  )
})

test("a run that is handed over is queued at once, for who takes it up", async (t) => {
  const openai = await startScriptedOpenAI()
  t.after(() => openai.close())
  t.after(boot)
  AIEngine.setup({ ...AIEngine.settings, api: "responses", background: true, baseURL: openai.url })
  const { run, job } = await asked()
  const stop = new AbortController()
  openai.script((reply) => reply.say("Once"))
  const { add } = queuing(t)

  const performed = new CreateAssistantMessageAndRun().perform(job, stop.signal)
  await until(async () => (await run.reload()).remoteId)
  stop.abort()
  await performed
  const [[again, options] = []] = add.calls.map((call) => call.arguments)
  assert.deepEqual([again?.arguments, options], [{ ...job, claims: 1 }, { once: true }])
})

function queuing(t: TestContext) {
  return { add: t.mock.method(queue, "add", async () => {}).mock }
}

type Asked = Awaited<ReturnType<typeof asked>>

/** Somebody with a storyteller, a thread, and a question that waits for its answer. */
async function asked() {
  const { email } = await createPerson(config.databaseUrl, "Ada")
  const user = (await User.findBy({ email })) as User
  const limits = { maxPromptTokens: 8_000, maxCompletionTokens: 1_000 }
  const storyteller = user.buildStoryteller({
    name: "Shahrazad",
    model: "gpt-6-luna",
    instructions: "Tell.",
    ...limits,
  })
  await storyteller.save()
  const assistantThread = user.buildAssistantThread()
  await assistantThread.save()
  const run = await storyteller.aiEngineAsk({ assistantThread, content: "A fox?" })

  const ids = { storytellerId: storyteller.id, assistantThreadId: assistantThread.id, userId: user.id }
  const job: AssistantRunArguments = { ...ids, runId: run.id, claims: 0, requestId: null }
  return { user, storyteller, assistantThread, run, job }
}

function perform(job: AssistantRunArguments) {
  return logged(() => new CreateAssistantMessageAndRun().perform(job, new AbortController().signal))
}

async function assertUntouched(run: Run) {
  const { status, claims } = await run.reload()
  assert.deepEqual([status, claims], ["queued", 0])
}
