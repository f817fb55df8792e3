import assert from "node:assert/strict"
import { until } from "../../support/until.ts"
import { type Answer, askedOf, shownBy } from "./answer.ts"
import type { DrillStage } from "./drill_stage.ts"
import type { LogSizes } from "./log_sizes.ts"
import { rowWrites } from "./row_writes.ts"

export type Expected = { status: "completed" } | { status: "incomplete"; errorCode: "interrupted" }

export type LogFigures = { html: number; most: number; atRest: number }
export type Figures = { tokens: number; writes: number; log: LogFigures | undefined }

/** What an answer may write: to begin and to end, however often it changes hands, and while it comes. */
const ROWS_ONCE = 12
const ROWS_A_SECOND = 2

/** What its log may take of Redis, in bytes: so much in any case, and so many times the message's HTML. */
const LOG_ALWAYS = 20_480
const LOG_GROWING = 4
const LOG_AT_REST = 2
/** The question's, the answer's, and the finished message. */
const FRAMES_AT_REST = 3

/** Asserts that an answer ended as expected, lost nothing, was paid once and cost no more than it may. */
export async function audit(on: DrillStage, answer: Answer, expected: Expected): Promise<Figures> {
  const run = await soleRun(answer, expected)
  await assertWords(answer, expected)
  await assertOnePage(answer, run.errorMessage)
  assertPaidOnce(on, answer)

  const seconds = (Number(run.finishedAt) - Number(run.startedAt)) / 1_000
  const writes = await rowWrites(on.stage.database, run.id)
  assert.ok(writes <= ROWS_ONCE + ROWS_A_SECOND * seconds, `${writes} rows written in ${seconds} s`)
  return { tokens: answer.told, writes, log: on.sizes && (await assertShortLog(on.sizes, answer)) }
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

/** All who watched see the same page as somebody who comes now: one that says why an answer is not whole, and what to do. */
async function assertOnePage({ scene, watchers }: Answer, errorMessage: string | null) {
  const { messages } = await scene.watch()
  for (const watcher of watchers) assert.deepEqual(watcher.messages, messages)
  assert.equal(messages.length, 2)

  if (errorMessage) {
    assert.ok(messages[1]?.includes(errorMessage))
    assert.match(messages[1] ?? "", /Try again/)
  }
}

function assertPaidOnce({ stage }: DrillStage, { question }: Answer) {
  const creates = stage.openai.requests.filter((request) => request.is("POST", "/responses"))
  assert.equal(creates.filter((request) => askedOf(request) === question).length, 1)
}

async function assertShortLog(sizes: LogSizes, { stream, watchers }: Answer): Promise<LogFigures> {
  await until(async () => (await sizes.frames(stream)) <= FRAMES_AT_REST)

  const html = Buffer.byteLength(watchers[0]?.messages.at(-1) ?? "")
  const figures = { html, most: sizes.most(stream), atRest: await sizes.now(stream) }
  assert.ok(figures.most <= LOG_ALWAYS + LOG_GROWING * html, JSON.stringify(figures))
  assert.ok(figures.atRest <= LOG_ALWAYS + LOG_AT_REST * html, JSON.stringify(figures))
  return figures
}
