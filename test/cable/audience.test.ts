import assert from "node:assert/strict"
import { test } from "node:test"
import { Audience } from "../../server/cable/audience.ts"
import { withCursor } from "../../server/cable/cable_log.ts"
import { type PositionedFrame, Subscription } from "../../server/cable/subscription.ts"
import { until } from "../support/until.ts"
import { cursorOf, event } from "./support.ts"

test("what comes faster than a large audience is told is told together, with the cursor of the last", async () => {
  const audience = new Audience()
  const frames: string[] = []
  audience.members.add(await live(frames))
  for (let member = 1; member < 50; member++) audience.members.add(await live([], spend))

  for (const position of ["1-0", "2-0", "3-0"]) audience.tell(published(position))
  assert.deepEqual(frames.map(cursorOf), ["1-0"])

  await until(() => frames.length === 2)
  assert.equal(frames[1], withCursor(published("2-0").html + published("3-0").html, "3-0"))
})

test("a small audience is told everything at once", async () => {
  const audience = new Audience()
  const frames: string[] = []
  audience.members.add(await live(frames))

  for (const position of ["1-0", "2-0", "3-0"]) audience.tell(published(position))
  assert.deepEqual(frames.map(cursorOf), ["1-0", "2-0", "3-0"])
})

test("who has had a part of what is told together takes the rest from the log", async () => {
  const log = ["1-0", "2-0", "3-0"].map(positioned)
  const audience = new Audience()
  const frames: string[] = []
  const member = await live(frames, undefined, log)
  audience.members.add(member)
  for (let member = 1; member < 50; member++) audience.members.add(await live([], spend))

  for (const position of ["1-0", "2-0", "3-0"]) audience.tell(published(position))
  member.push(positioned("2-0"))
  await until(() => frames.length === 3)
  assert.deepEqual(
    frames,
    log.map(({ html }) => html),
  )
})

/** A member that has missed nothing; later it misses what the log has after its cursor. */
async function live(frames: string[], receive = () => {}, log: PositionedFrame[] = []) {
  let looks = 0
  const place = {
    cursor: "0-1",
    closed: () => {},
    receive: (html: string) => {
      receive()
      frames.push(html)
      return undefined
    },
  }
  const subscription = new Subscription(place, async (cursor) => ({
    current: "9-0",
    missed: looks++ === 0 ? [] : log.filter(({ position }) => position > cursor),
  }))
  await subscription.catchUp()
  return subscription
}

function spend() {
  const start = performance.now()
  while (performance.now() - start < 0.1);
}

function published(position: string) {
  return { position, html: event(position).html }
}

function positioned(position: string): PositionedFrame {
  return { position, html: withCursor(event(position).html, position) }
}
