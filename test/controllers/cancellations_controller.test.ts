import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { cablePath, followCable } from "../support/cable_client.ts"
import { Client, signedUp } from "../support/client.ts"
import { openApp } from "../support/open_app.ts"
import { createStoryteller, idOf, openThread, send } from "../support/story_forms.ts"
import { until } from "../support/until.ts"

const { url, database, openai, admin } = await openApp()
const reader = await signedUp(url)
const stranger = await signedUp(url, "Stranger")
await createStoryteller(reader)

beforeEach(() => {
  openai.release()
  openai.requests.length = 0
})

test("stopping a run that streams keeps what has come, and hangs up on the model", async () => {
  const thread = await openThread(reader)
  openai.script((reply) => reply.say("Once upon a time"))
  const { frames, close } = await followCable(reader, cablePath((await reader.get(thread)).text))
  await send(reader, thread, "Tell me a story")
  await until(() => frames.at(-1)?.includes("Once upon a time"))

  const [run] = await runsOf(thread)
  assert.match((await reader.get(thread)).text, new RegExp(`action="/runs/${run.id}/cancellation"`))
  const { status, location } = await reader.post(`/runs/${run.id}/cancellation`)
  assert.deepEqual([status, location], [303, thread])

  await openai.requests[0]?.aborted
  await until(() => frames.some((frame) => /Once upon a time.*You stopped this answer\./s.test(frame)))
  close()
  const { text } = await reader.get(thread)
  assert.match(text, /data-status="cancelled".*Once upon a time.*You stopped this answer\..*Try again/s)
})

test("stopping a run that waits for its turn never asks the model, and the next one is not held up", async () => {
  const thread = await openThread(reader)
  openai.hold()
  for (const words of ["First", "Second", "Third"]) await send(reader, thread, words)
  const [first, second, third] = await runsOf(thread)
  await until(() => openai.requests.length === 1)

  await reader.post(`/runs/${second.id}/cancellation`)
  openai.release()
  await until(async () => (await runsOf(thread)).every(({ finishedAt }) => finishedAt))

  assert.deepEqual(
    (await runsOf(thread)).map(({ id, status, startedAt }) => [id, status, startedAt !== null]),
    [
      [first.id, "completed", true],
      [second.id, "cancelled", false],
      [third.id, "completed", true],
    ],
  )
  assert.equal(openai.requests.length, 2)
})

test("a run that has ended stays as it ended", async () => {
  const thread = await openThread(reader)
  await send(reader, thread, "Tell me a story")
  const run = await until(async () => (await runsOf(thread)).find(({ status }) => status === "completed"))

  for (let times = 0; times < 2; times++) {
    const { status, location } = await reader.post(`/runs/${run.id}/cancellation`)
    assert.deepEqual([status, location], [303, thread])
  }
  assert.deepEqual(await runsOf(thread), [run])
})

test("a stranger's run can't be stopped, and neither can one that is not there", async () => {
  const thread = await openThread(reader)
  openai.hold()
  await send(reader, thread, "Tell me a story")
  const [run] = await runsOf(thread)

  for (const client of [stranger, admin]) {
    assert.equal((await client.post(`/runs/${run.id}/cancellation`)).status, 404)
  }
  for (const id of ["0", "999999", "x"]) {
    assert.equal((await reader.post(`/runs/${id}/cancellation`)).status, 404)
  }
  assert.equal((await new Client(url).post(`/runs/${run.id}/cancellation`)).status, 401)

  openai.release()
  await until(async () => (await runsOf(thread))[0].status === "completed")
})

function runsOf(thread: string) {
  return database("ai_engine_runs")
    .where({ assistantThreadId: idOf(thread) })
    .orderBy("id")
}
