import "../../support/database.ts"
import assert from "node:assert/strict"
import { test } from "node:test"
import { setImmediate as nextTurn } from "node:timers/promises"
import type { EngineSettings } from "../../../server/ai_engine/engine.ts"
import { Message, type Run } from "../../../server/ai_engine/index.ts"
import { PATIENCE } from "../../support/patience.ts"
import { random } from "../../support/random.ts"
import type { Reply } from "../../support/scripted_openai/reply.ts"
import { openKitchen } from "./kitchen.ts"
import { openai, setUp } from "./remote.ts"

/** How the server leaves the connection: ended, broken off, or open. */
type RunFinish = "end" | "cut" | "open"

export type Expected = {
  text: string
  status?: Run["status"]
  code?: string | null
  /** In the sentence that a person reads. */
  says?: RegExp
  /** Tokens in and out as the server counts them. Left out, they may be anything that is a number. */
  usage?: [input: number, output: number]
  /** Tokens that we counted, or some of them. */
  about?: true | [input: number | null, output: number | null]
}

/** What a server sends, and what is to become of it. */
export type Row = [sentence: string, stream: string | Uint8Array, expected: Expected, closing?: RunFinish]

/** The bytes come over HTTP, once in one piece and once in pieces of any sizes, and go through the whole engine. */
export function testRows(api: EngineSettings["api"], rows: Row[]) {
  for (const [index, [sentence, stream, expected, closing = "end"]] of rows.entries()) {
    test(`${api}: ${sentence}`, { timeout: PATIENCE }, async () => {
      // What ends by itself does so long before silence would have ended it.
      setUp(api, closing === "open" ? 600 : 5)
      const bytes = Buffer.from(stream)
      await assertAnswered([bytes], expected, closing)
      await assertAnswered(piecesOf(bytes, random(index + 1)), expected, closing)
    })
  }
}

export function data(event: object | string, name?: string) {
  const json = typeof event === "string" ? event : JSON.stringify(event)
  return `${name ? `event: ${name}\n` : ""}data: ${json}\n\n`
}

async function assertAnswered(pieces: Buffer[], expected: Expected, closing: RunFinish) {
  const { cook, assistantThread } = await openKitchen()
  openai.script((reply) => send(reply, pieces, closing))
  const run = await cook.aiEngineRun({ assistantThread, content: "Tell me about a fox." })
  const { content } = await Message.answerOf(run)

  assert.equal(content, expected.text)
  assert.equal(run.status, expected.status ?? "completed", String(run.errorMessage))
  if (expected.code !== undefined) assert.equal(run.errorCode, expected.code)
  if (run.status !== "completed") assert.ok(run.errorMessage, "a sentence")
  assert.match(run.errorMessage ?? "", expected.says ?? /^/)
  assertUsage(run, expected)
  assert.equal(openai.created, 1)
  openai.requests.length = 0
}

function assertUsage(run: Run, { usage, about }: Expected) {
  const booked = [run.promptTokenUsage, run.completionTokenUsage]

  for (const tokens of booked) assert.ok(tokens === null || (Number.isInteger(tokens) && tokens >= 0))
  if (usage) {
    assert.deepEqual(booked, usage)
    assert.equal(Boolean(run.usageEstimated), false, "exact")
  } else if (about) {
    assert.equal(Boolean(run.usageEstimated), true, "about")
    const [input, output] = about === true ? [null, null] : about
    assert.deepEqual([input ?? booked[0], output ?? booked[1]], booked)
    assert.ok(Number(booked[0]) > 0)
  }
}

async function send(reply: Reply, pieces: Buffer[], closing: RunFinish) {
  for (const piece of pieces) {
    reply.raw(piece)
    await nextTurn()
  }
  if (closing === "end") reply.end()
  if (closing === "cut") reply.cut()
}

function piecesOf(bytes: Buffer, next: () => number): Buffer[] {
  const pieces: Buffer[] = []
  for (let from = 0; from < bytes.length; ) {
    const to = from + 1 + Math.floor(next() * 60)
    pieces.push(bytes.subarray(from, to))
    from = to
  }
  return pieces
}
