import assert from "node:assert/strict"
import { once } from "node:events"
import { get, type IncomingMessage } from "node:http"
import type { AddressInfo } from "node:net"
import { type TestContext, test } from "node:test"
import express, { type Response } from "express"
import { PacedResponse } from "../../server/lib/paced_response.ts"
import { inTime } from "../support/in_time.ts"
import { until } from "../support/until.ts"

const PIECE = "x".repeat(64 * 1024)
/** What fits on the way to who does not read. */
const ENOUGH = 1000

test("who reads slowly is waited for, and gets all of it", async (t) => {
  const { line, read } = await serve(t)
  let written = 0
  let isWaiting = false

  const writing = (async () => {
    for (; written < ENOUGH; written += 1) {
      isWaiting = true
      await line.write(PIECE)
      isWaiting = false
    }
    line.finish("")
  })()

  await until(() => written > 0 && isWaiting)
  await new Promise((resolve) => setImmediate(resolve))
  assert.ok(written < ENOUGH)
  let length = 0
  for await (const piece of read) length += piece.length
  await writing
  assert.equal(length, ENOUGH * PIECE.length)
})

test("who takes nothing any more is let go", async (t) => {
  const { line, read } = await serve(t, { unread: 50 })
  await inTime(fill(line), "Who takes nothing is still waited for.")

  assert.ok(line.isGone)
  read.destroy()
})

test("who goes while being waited for is not waited for any longer", async (t) => {
  const { line, read } = await serve(t)
  let written = 0
  const filled = fill(line, () => {
    written += 1
  })

  await until(() => written > 0)
  read.destroy()
  await inTime(filled, "Who has gone is still waited for.")
  assert.ok(line.isGone && written < ENOUGH)
})

test("who has gone is not waited for, and is told nothing more", async (t) => {
  const { line, read } = await serve(t)
  const slept = line.sleep()
  read.destroy()

  await inTime(slept, "Who writes was not told that the reader has gone.")
  await until(() => line.isGone)
  await line.write(PIECE)
  line.finish("")
  assert.ok(line.isOver)
})

test("a long silence is broken by what does not show, and nothing else is", async (t) => {
  const { line, read } = await serve(t, { silence: 20 })
  let text = ""
  read.setEncoding("utf8").on("data", (piece) => {
    text += piece
  })

  await until(() => text === "<!-- --><!-- -->")
  line.finish("End")
  await once(read, "end")
  assert.match(text, /^(?:<!-- -->){2,}End$/)
})

test("why it ends wakes who writes, once", async (t) => {
  const { line, read } = await serve(t)
  const slept = line.sleep()
  line.endWith("Your session has ended.")
  line.endWith("Something else.")

  await inTime(slept, "Who writes was not told that the page is to end.")
  assert.deepEqual([line.ending, line.isOver, line.isGone], ["Your session has ended.", true, false])
  line.finish("")
  read.resume()
})

async function fill(line: PacedResponse, wrote = () => {}) {
  for (let written = 0; written < ENOUGH && !line.isGone; written += 1) {
    await line.write(PIECE)
    wrote()
  }
}

async function serve(t: TestContext, options: { silence?: number; unread?: number } = {}) {
  const { promise: answered, resolve } = Promise.withResolvers<Response>()
  const server = express()
    .get("/", (_, response) => resolve(response))
    .listen(0, "127.0.0.1")
  await once(server, "listening")
  const asked = get({ port: (server.address() as AddressInfo).port, host: "127.0.0.1", agent: false })
  const response = await answered
  response.flushHeaders()
  const [read] = (await once(asked, "response")) as [IncomingMessage]
  read.on("error", () => {})

  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { line: new PacedResponse(response, { signOfLife: "<!-- -->", ...options }), read }
}
