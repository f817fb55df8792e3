import assert from "node:assert/strict"
import { until } from "../../support/until.ts"
import { type Answer, askedOf, shownBy } from "./answer.ts"
import type { DrillStage } from "./drill_stage.ts"
import { rowWrites } from "./row_writes.ts"

export type Expected = { status: "completed" } | { status: "incomplete"; errorCode: "interrupted" }

/** `seconds` from start to end; `logFactor`: the log's greatest size by that of the finished message's HTML. */
export type Figures = { tokens: number; writes: number; seconds: number; logFactor: number | undefined }

/** What an answer may write: to begin and to end, and while it comes, however fast it does. */
const ROWS_ONCE = 12
const ROWS_A_SECOND = 3

/** What the log may hold: while the message grows, by its HTML, and when it is finished. */
const LOG_FACTOR = 6
const LOG_BASE = 16_384
const FRAMES_AT_REST = 3

/** Asserts that an answer ended as expected, lost nothing, was paid once and cost no more than it may. */
export async function audit(on: DrillStage, answer: Answer, expected: Expected): Promise<Figures> {
  const run = await soleRun(answer, expected)
  await assertWords(answer, expected)
  await assertOnePage(answer)
  assertPaidOnce(on, answer)

  const seconds = (Number(new Date(run.finishedAt)) - Number(new Date(run.startedAt))) / 1_000
  const writes = await rowWrites(on.stage.database, run.id)
  assert.ok(writes <= ROWS_ONCE + ROWS_A_SECOND * seconds, `${writes} rows written in ${seconds} s`)
  return { tokens: answer.told, writes, seconds, logFactor: await logFactor(on, answer) }
}

async function soleRun({ scene }: Answer, expected: Expected) {
  const runs = await scene.runs()
  assert.equal(runs.length, 1)
  const [{ status, errorCode }] = runs
  assert.deepEqual({ status, errorCode }, { errorCode: null, ...expected })
  return runs[0]
}

async function assertWords(answer: Answer, { status }: Expected) {
  const { story, watchers } = answer
  const stored = await answer.stored()

  if (status === "completed") {
    assert.equal(stored, story.text)
    for (const watcher of watchers) assert.ok(story.isShownBy(shownBy(watcher).text))
  } else {
    assert.ok(story.text.startsWith(stored), `…${stored.slice(-80)}`)
    answer.assertHonest()
  }
}

/** All who watched see the same page as somebody who comes now; where the answer is not whole, it can be tried again. */
async function assertOnePage({ scene, watchers }: Answer) {
  const { messages } = await scene.watch()
  for (const watcher of watchers) assert.deepEqual(watcher.messages, messages)
  assert.equal(messages.length, 2)
  assert.equal(messages.join().includes("/retry"), !messages.join().includes('data-status="completed"'))
}

function assertPaidOnce({ stage }: DrillStage, { question }: Answer) {
  const creates = stage.openai.requests.filter((request) => request.is("POST", "/responses"))
  assert.equal(creates.filter((request) => askedOf(request) === question).length, 1)
}

async function logFactor({ sizes }: DrillStage, { stream, watchers }: Answer) {
  if (!sizes) return undefined

  const html = Buffer.byteLength(watchers[0]?.messages.at(-1) ?? "")
  const most = sizes.most(stream)
  assert.ok(most <= LOG_BASE + LOG_FACTOR * html, `${most} bytes of log for ${html} bytes of HTML`)

  await until(async () => (await sizes.frames(stream)).length <= FRAMES_AT_REST)
  return most / html
}
