import assert from "node:assert/strict"
import { test } from "node:test"
import { setImmediate as turn } from "node:timers/promises"
import { withCursor } from "../../server/cable/cable_log.ts"
import { type Missed, type PositionedFrame, Subscription } from "../../server/cable/subscription.ts"
import { cursorOf, event } from "./support.ts"

test("of two looks for what was missed that overlap, the later counts, whichever is answered first", async () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    const { subscription, looks, frames } = follow()
    const both = [subscription.catchUp(), subscription.catchUp()]
    // The first may have looked before the second listened: of what was pushed in between it knows nothing.
    const answers = [[], [positioned("1-0")]]
    subscription.push(positioned("2-0"))

    for (const index of order) {
      looks[index]?.resolve({ current: "9-0", missed: answers[index] })
      await turn()
    }
    await Promise.all(both)
    subscription.push(positioned("3-0"))
    assert.deepEqual(frames.map(cursorOf), ["1-0", "2-0", "3-0"])
  }
})

test("what comes while it looks for what was missed comes after that, once", async () => {
  const { subscription, looks, frames } = follow()
  const catchingUp = subscription.catchUp()
  for (const position of ["2-0", "3-0"]) subscription.push(positioned(position))
  assert.deepEqual(frames, [])

  looks[0]?.resolve({ current: "2-0", missed: [positioned("1-0"), positioned("2-0")] })
  await catchingUp
  assert.deepEqual(frames.map(cursorOf), ["1-0", "2-0", "3-0"])
})

test("who has left is handed nothing that was still looked for", async () => {
  const { subscription, looks, frames } = follow()
  const catchingUp = subscription.catchUp()

  subscription.pause()
  looks[0]?.resolve({ current: "9-0", missed: [positioned("1-0")] })
  await catchingUp
  subscription.push(positioned("2-0"))
  assert.deepEqual(frames, [])
})

/** Somebody who has nothing yet, and every look into the log, to be answered by the test. */
function follow() {
  const frames: string[] = []
  const looks: PromiseWithResolvers<Missed>[] = []
  const place = {
    cursor: "0-1",
    closed: () => {},
    receive: (html: string) => {
      frames.push(html)
      return undefined
    },
  }
  const subscription = new Subscription(place, () => {
    const look = Promise.withResolvers<Missed>()
    looks.push(look)
    return look.promise
  })
  return { subscription, looks, frames }
}

function positioned(position: string): PositionedFrame {
  return { position, html: withCursor(event(position).html, position) }
}
