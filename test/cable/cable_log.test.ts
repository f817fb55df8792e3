import assert from "node:assert/strict"
import { test } from "node:test"
import { MessageNotOpen, REFRESH, Superseded, withCursor } from "../../server/cable/cable_log.ts"
import { comparePositions, positionBefore } from "../../server/cable/position.ts"
import { until } from "../support/until.ts"
import { content, cursorOf, event, everyLog, listen, streamName } from "./support.ts"

const MINUTE = 60_000

for (const { name, open, age, size } of await everyLog()) {
  const log = open()

  test(`${name}: a subscriber gets all after its cursor, then what comes, in order`, async () => {
    const stream = streamName()
    const first = await log.append(stream, event("1"))
    await log.append(stream, event("2"))

    const listener = await listen(log, stream, first)
    assert.deepEqual(listener.texts, ["2"])

    const last = await log.append(stream, event("3"))
    await until(() => listener.frames.length === 2)
    assert.deepEqual(listener.texts, ["2", "3"])
    assert.equal(listener.cursor, last)
  })

  test(`${name}: a refresh stands for all that came before, and no page gets it twice`, async () => {
    const stream = streamName()
    const snapshot = await log.append(stream, content("snapshot", "message_1", "a"))
    const listener = await listen(log, stream, snapshot)
    await log.append(stream, event("1"))
    await log.append(stream, { kind: "refresh", html: REFRESH })
    await until(() => listener.frames.length === 2)
    assert.deepEqual(listener.texts, ["1", "refresh"])

    assert.deepEqual((await listen(log, stream, snapshot)).texts, ["refresh"])
    const position = await log.position(stream)
    assert.deepEqual((await listen(log, stream, position)).texts, [])

    await assert.rejects(log.append(stream, content("delta", "message_1", "b")), MessageNotOpen)
    await log.append(stream, content("snapshot", "message_1", "ab"))
    for (const from of [position, await log.position(stream)]) {
      assert.deepEqual((await listen(log, stream, from)).texts, ["ab"])
    }
  })

  test(`${name}: positions only grow`, async () => {
    const stream = streamName()
    const positions = await Promise.all(
      Array.from({ length: 50 }, (_, i) => log.append(stream, event(`${i}`))),
    )

    assert.deepEqual(positions, positions.toSorted(comparePositions))
    assert.equal(new Set(positions).size, 50)
  })

  test(`${name}: calls that were not waited for keep their order`, async () => {
    const stream = streamName()
    const start = await log.position(stream)
    await Promise.all(Array.from({ length: 50 }, (_, i) => log.append(stream, event(`${i}`))))

    assert.deepEqual(
      (await listen(log, stream, start)).texts,
      Array.from({ length: 50 }, (_, i) => `${i}`),
    )
  })

  test(`${name}: streams do not mix`, async () => {
    const [stream, other] = [streamName(), streamName()]
    const listener = await listen(log, stream, await log.position(stream))

    await log.append(other, event("theirs"))
    await log.append(stream, event("ours"))
    await until(() => listener.frames.length > 0)
    assert.deepEqual(listener.texts, ["ours"])
  })

  test(`${name}: what is appended after a look at an untouched stream comes after it`, async () => {
    const stream = streamName()
    const position = await log.position(stream)
    await log.append(stream, event("1"))

    assert.deepEqual((await listen(log, stream, position)).texts, ["1"])
  })

  test(`${name}: who unsubscribed gets nothing more`, async () => {
    const stream = streamName()
    const start = await log.position(stream)
    const [gone, stays] = [await listen(log, stream, start), await listen(log, stream, start)]

    gone.unsubscribe()
    await log.append(stream, event("1"))
    await until(() => stays.frames.length === 1)
    assert.deepEqual(gone.frames, [])
  })

  test(`${name}: more than is read at once comes in order, with what is appended meanwhile`, async () => {
    const stream = streamName()
    const start = await log.position(stream)
    const texts = Array.from({ length: 350 }, (_, i) => `${i}`)
    for (const text of texts.slice(0, 300)) await log.append(stream, event(text))

    const listener = await listen(log, stream, start)
    for (const text of texts.slice(300)) await log.append(stream, event(text))
    await until(() => listener.frames.length >= 350)
    assert.deepEqual(listener.texts, texts)
  })

  test(`${name}: who can take no more is handed nothing, and then what is left of what it missed`, async () => {
    const stream = streamName()
    const start = await log.position(stream)
    const [slow, quick] = [await listen(log, stream, start), await listen(log, stream, start)]
    await log.append(stream, content("snapshot", "message_1", "a"))
    await until(() => slow.frames.length === 1)

    slow.hold()
    await log.append(stream, content("delta", "message_1", "b"))
    await log.append(stream, content("delta", "message_1", "c"))
    await log.append(stream, content("keyframe", "message_1", "abc"))
    await log.append(stream, content("delta", "message_1", "d"))
    await until(() => quick.frames.length === 4)
    assert.deepEqual(slow.texts, ["a", "b"])

    slow.goOn()
    await until(() => slow.frames.length === 4)
    await log.append(stream, content("delta", "message_1", "e"))
    await until(() => quick.frames.length === 5 && slow.frames.length === 5)
    assert.deepEqual(slow.texts, ["a", "b", "abc", "d", "e"])
    assert.deepEqual(quick.texts, ["a", "b", "c", "d", "e"])
  })

  test(`${name}: who unsubscribes while it can take no more is handed nothing when it could`, async () => {
    const stream = streamName()
    const start = await log.position(stream)
    const [slow, quick] = [await listen(log, stream, start), await listen(log, stream, start)]

    slow.hold()
    for (const text of ["1", "2"]) await log.append(stream, event(text))
    await until(() => quick.frames.length === 2 && slow.frames.length === 1)
    slow.unsubscribe()
    slow.goOn()
    await log.append(stream, event("3"))
    await until(() => quick.frames.length === 3)
    assert.deepEqual(slow.texts, ["1"])
  })

  test(`${name}: a keyframe supersedes the content before it, for latecomers only`, async () => {
    const stream = streamName()
    const start = await log.position(stream)
    const watching = await listen(log, stream, start)

    await log.append(stream, event("message"))
    await log.append(stream, content("snapshot", "message_1", "a"))
    await log.append(stream, content("delta", "message_1", "b"))
    await log.append(stream, content("keyframe", "message_1", "ab"))
    await log.append(stream, content("delta", "message_1", "c"))

    await until(() => watching.frames.length === 4)
    assert.deepEqual(watching.texts, ["message", "a", "b", "c"])
    assert.deepEqual((await listen(log, stream, start)).texts, ["message", "ab", "c"])
  })

  test(`${name}: a snapshot supersedes, and is seen by all`, async () => {
    const stream = streamName()
    const start = await log.position(stream)
    const watching = await listen(log, stream, start)

    await log.append(stream, content("snapshot", "message_1", "a"))
    await log.append(stream, content("delta", "message_1", "b"))
    await log.append(stream, content("snapshot", "message_1", "AB"))

    await until(() => watching.frames.length === 3)
    assert.deepEqual(watching.texts, ["a", "b", "AB"])
    assert.deepEqual((await listen(log, stream, start)).texts, ["AB"])
  })

  test(`${name}: only the message's own content is superseded`, async () => {
    const stream = streamName()
    const start = await log.position(stream)

    await log.append(stream, content("snapshot", "message_1", "a"))
    await log.append(stream, content("snapshot", "message_2", "x"))
    await log.append(stream, content("delta", "message_2", "y"))
    await log.append(stream, event("message_3"))
    await log.append(stream, content("final", "message_1", "A"))

    assert.deepEqual((await listen(log, stream, start)).texts, ["x", "y", "message_3", "A"])
  })

  test(`${name}: a page replays from before the earliest message still being written`, async () => {
    const stream = streamName()
    await log.append(stream, event("messages"))
    const first = await log.append(stream, content("snapshot", "message_1", "a"))
    const second = await log.append(stream, content("snapshot", "message_2", "x"))
    assert.equal(await log.position(stream), positionBefore(first))

    const keyframe = await log.append(stream, content("keyframe", "message_1", "ab"))
    assert.equal(await log.position(stream), positionBefore(second))

    await log.append(stream, content("final", "message_2", "xy"))
    assert.equal(await log.position(stream), positionBefore(keyframe))
    assert.deepEqual((await listen(log, stream, await log.position(stream))).texts, ["ab", "xy"])
  })

  test(`${name}: a page rendered after the end has nothing to replay`, async () => {
    const stream = streamName()
    await log.append(stream, content("snapshot", "message_1", "a"))
    const final = await log.append(stream, content("final", "message_1", "ab"))

    const position = await log.position(stream)
    assert.equal(comparePositions(position, final) >= 0, true)

    const listener = await listen(log, stream, position)
    await log.append(stream, event("next"))
    await until(() => listener.frames.length > 0)
    assert.deepEqual(listener.texts, ["next"])
  })

  test(`${name}: a delta without a beginning is refused, until a snapshot gives it one`, async () => {
    const stream = streamName()
    const start = await log.position(stream)
    const delta = content("delta", "message_1", "b")

    await assert.rejects(log.append(stream, delta), MessageNotOpen)
    await log.append(stream, content("snapshot", "message_1", "a"))
    await log.append(stream, delta)

    assert.deepEqual((await listen(log, stream, start)).texts, ["a", "b"])
  })

  test(`${name}: who takes a message over begins with a snapshot, and from then on is its only writer`, async () => {
    const stream = streamName()
    const start = await log.position(stream)
    const [early, late] = [{ writer: 1 }, { writer: 2 }]
    await log.append(stream, content("snapshot", "message_1", "a", early))
    await log.append(stream, content("delta", "message_1", "b", early))

    await assert.rejects(log.append(stream, content("delta", "message_1", "c", late)), MessageNotOpen)
    await assert.rejects(log.append(stream, content("keyframe", "message_1", "abc", late)), MessageNotOpen)
    await log.append(stream, content("snapshot", "message_1", "ab", late))
    await log.append(stream, content("delta", "message_1", "c", late))

    for (const kind of ["delta", "snapshot", "keyframe", "final"] as const) {
      await assert.rejects(log.append(stream, content(kind, "message_1", "x", early)), Superseded, kind)
    }
    assert.deepEqual((await listen(log, stream, start)).texts, ["ab", "c"])
  })

  test(`${name}: a finished message takes another end, and nothing else of the same writer`, async () => {
    const stream = streamName()
    const start = await log.position(stream)
    await log.append(stream, content("snapshot", "message_1", "a"))
    await log.append(stream, content("final", "message_1", "ab"))

    for (const kind of ["delta", "snapshot", "keyframe"] as const) {
      await assert.rejects(log.append(stream, content(kind, "message_1", "x")), Superseded, kind)
    }
    const earlier = content("final", "message_1", "x", { writer: 0 })
    await assert.rejects(log.append(stream, earlier), Superseded)

    await log.append(stream, content("final", "message_1", "abc"))
    assert.deepEqual((await listen(log, stream, start)).texts, ["abc"])
  })

  test(`${name}: a finished message is opened again by a later writer, with a snapshot`, async () => {
    const stream = streamName()
    const start = await log.position(stream)
    const late = { writer: 2 }
    await log.append(stream, content("final", "message_1", "a"))

    await assert.rejects(log.append(stream, content("delta", "message_1", "b", late)), MessageNotOpen)
    const snapshot = await log.append(stream, content("snapshot", "message_1", "a", late))
    await log.append(stream, content("delta", "message_1", "b", late))
    assert.equal(await log.position(stream), positionBefore(snapshot))
    assert.deepEqual((await listen(log, stream, start)).texts, ["a", "b"])

    await log.append(stream, content("final", "message_1", "ab", late))
    assert.deepEqual((await listen(log, stream, start)).texts, ["ab"])
  })

  test(`${name}: the words of a message being written are known, in whole characters, until it ends`, async () => {
    const stream = streamName()
    assert.equal(await log.text(stream, "message_1"), undefined)

    await log.append(stream, content("snapshot", "message_1", "Once "))
    await log.append(stream, content("delta", "message_1", "upon a 🌙"))
    await log.append(stream, content("snapshot", "message_2", "Twice"))
    assert.equal(await log.text(stream, "message_1"), "Once upon a 🌙")

    await log.append(stream, content("keyframe", "message_1", "Once upon a 🌙"))
    await log.append(stream, content("delta", "message_1", " night"))
    assert.equal(await log.text(stream, "message_1"), "Once upon a 🌙 night")

    await log.append(stream, content("final", "message_1", ""))
    assert.equal(await log.text(stream, "message_1"), undefined)
    assert.equal(await log.text(stream, "message_2"), "Twice")
  })

  test(`${name}: who fences a message off gets all its words, and nothing of its writer comes after them`, async () => {
    const stream = streamName()
    const start = await log.position(stream)
    await log.append(stream, content("snapshot", "message_1", "Once "))
    await log.append(stream, content("delta", "message_1", "upon "))

    await log.append(stream, content("delta", "message_1", "a "))
    // Redis learns a script when it is first called, and what is called then may change places.
    await log.fence(stream, "message_2", 1)
    const [words, ...late] = await Promise.allSettled([
      log.fence(stream, "message_1", 1),
      log.append(stream, content("delta", "message_1", "time")),
      log.append(stream, content("keyframe", "message_1", "Once upon a time")),
      log.append(stream, content("snapshot", "message_1", "Once upon a time")),
    ])
    assert.deepEqual(words, { status: "fulfilled", value: "Once upon a " })
    for (const { status } of late) assert.equal(status, "rejected")

    assert.equal(await log.text(stream, "message_1"), "Once upon a ")
    await log.append(stream, content("final", "message_1", "Once upon a "))
    assert.deepEqual((await listen(log, stream, start)).texts, ["Once upon a "])
  })

  test(`${name}: however a fence and the words of who still writes meet, it knows all that was taken`, async () => {
    for (let round = 0; round < 50; round++) {
      const stream = streamName()
      const start = await log.position(stream)
      await log.append(stream, content("snapshot", "message_1", "0"))
      const words = Array.from({ length: 20 }, (_, index) => `${index + 1}`)
      const writing = (async () => {
        for (const word of words) await log.append(stream, content("delta", "message_1", word))
      })()

      const shown = (await listen(log, stream, start)).texts
      const text = await log.fence(stream, "message_1", 1)
      await writing.catch((error) => assert.ok(error instanceof Superseded))
      const seen = (await listen(log, stream, start)).texts.join("")
      assert.equal(text, seen)
      assert.ok(seen.startsWith(shown.join("")))
    }
  })

  test(`${name}: behind a fence only a later writer goes on, with a snapshot`, async () => {
    const stream = streamName()
    const [early, late] = [{ writer: 1 }, { writer: 2 }]
    await log.append(stream, content("snapshot", "message_1", "a", early))
    assert.equal(await log.fence(stream, "message_1", 1), "a")

    await assert.rejects(log.append(stream, content("delta", "message_1", "b", late)), MessageNotOpen)
    await log.append(stream, content("snapshot", "message_1", "a", late))
    await log.append(stream, content("delta", "message_1", "b", late))
    assert.equal(await log.fence(stream, "message_1", 1), "ab")
    await log.append(stream, content("delta", "message_1", "c", late))
    assert.equal(await log.fence(stream, "message_1", 2), "abc")
    await assert.rejects(log.append(stream, content("delta", "message_1", "d", late)), Superseded)
  })

  test(`${name}: a fence holds where nothing was written yet, and a page there waits for the rest`, async () => {
    const stream = streamName()
    assert.equal(await log.fence(stream, "message_1", 1), undefined)

    const position = await log.position(stream)
    const listener = await listen(log, stream, position)
    await assert.rejects(log.append(stream, content("snapshot", "message_1", "a")), Superseded)
    await log.append(stream, content("final", "message_1", "b"))
    await until(() => listener.frames.length > 0)
    assert.deepEqual(listener.texts, ["b"])
  })

  test(`${name}: a finished message stays finished behind a fence`, async () => {
    const stream = streamName()
    await log.append(stream, content("final", "message_1", "a"))
    assert.equal(await log.fence(stream, "message_1", 2), undefined)

    const position = await log.position(stream)
    assert.deepEqual((await listen(log, stream, position)).texts, [])
    await assert.rejects(log.append(stream, content("final", "message_1", "b")), Superseded)
  })

  test(`${name}: a cursor the log does not know is answered with a refresh, then with what comes`, async () => {
    const stream = streamName()
    const last = await log.append(stream, event("1"))

    for (const cursor of ["", "nonsense", "1-0", `${Date.now() + 60_000}-0`]) {
      const listener = await listen(log, stream, cursor)
      assert.deepEqual(listener.texts, ["refresh"], cursor)
      assert.equal(comparePositions(listener.cursor, last) >= 0, true)

      await log.append(stream, event("2"))
      await until(() => listener.frames.length === 2)
      assert.deepEqual(listener.texts, ["refresh", "2"])
      listener.unsubscribe()
    }
  })

  test(`${name}: a cursor serves for ten minutes; an older one is answered with a refresh, and nothing is kept for it`, async (t) => {
    const [log, stream] = [open(), streamName()]
    const first = await log.append(stream, event("1"))
    await log.append(stream, event("2"))

    const cursor = (await age(t, stream, 9 * MINUTE))(first)
    await log.append(stream, event("3"))
    assert.deepEqual((await listen(log, stream, cursor)).texts, ["2", "3"])

    const older = (await age(t, stream, 2 * MINUTE))(cursor)
    await log.append(stream, event("4"))
    assert.equal(await size(log, stream), 2)
    assert.deepEqual((await listen(log, stream, older)).texts, ["refresh"])
  })

  test(`${name}: a page of a stream that was quiet for long has nothing to replay, and no reason to refresh`, async (t) => {
    const [log, stream] = [open(), streamName()]
    await log.append(stream, event("1"))
    await age(t, stream, 11 * MINUTE)

    const listener = await listen(log, stream, await log.position(stream))
    await log.append(stream, event("2"))
    await until(() => listener.frames.length > 0)
    assert.deepEqual(listener.texts, ["2"])
  })

  test(`${name}: a message written for longer than that can be replayed from its snapshot, and nothing before it is kept`, async (t) => {
    const [log, stream] = [open(), streamName()]
    let before = await log.append(stream, event("old"))
    before = (await age(t, stream, MINUTE))(before)
    await log.append(stream, content("snapshot", "message_1", "0"))

    for (const text of ["1", "2", "3", "4"]) {
      before = (await age(t, stream, 6 * MINUTE))(before)
      await log.append(stream, content("delta", "message_1", text))
    }
    const listener = await listen(log, stream, await log.position(stream))
    assert.deepEqual(listener.texts, ["0", "1", "2", "3", "4"])
    assert.equal(await log.text(stream, "message_1"), "01234")
    assert.deepEqual((await listen(log, stream, positionBefore(before))).texts, ["refresh"])

    await log.append(stream, event("new"))
    assert.equal(await size(log, stream), 6)
  })

  test(`${name}: a message whose writer fell silent no longer holds the log back`, async (t) => {
    const [log, stream] = [open(), streamName()]
    const snapshot = await log.append(stream, content("snapshot", "message_1", "a"))

    // Others are still writing.
    let cursor = (await age(t, stream, 6 * MINUTE))(snapshot)
    await log.append(stream, content("snapshot", "message_2", "b"))
    cursor = (await age(t, stream, 6 * MINUTE))(cursor)
    assert.equal(await log.text(stream, "message_1"), undefined)
    await log.append(stream, content("keyframe", "message_2", "b"))
    assert.ok(comparePositions(await log.position(stream), cursor) > 0)
    await assert.rejects(log.append(stream, content("delta", "message_1", "b")), MessageNotOpen)
    assert.deepEqual((await listen(log, stream, positionBefore(cursor))).texts, ["refresh"])
    assert.equal(await size(log, stream), 1)
  })

  test(`${name}: what is appended while somebody joins reaches them once`, async () => {
    for (let round = 0; round < 20; round++) {
      const stream = streamName()
      const start = await log.position(stream)
      const [listener] = await Promise.all([listen(log, stream, start), log.append(stream, event("1"))])

      await log.append(stream, event("2"))
      await until(() => listener.frames.length >= 2 || listener.texts.includes("2"))
      assert.deepEqual(listener.texts, ["1", "2"])
    }
  })

  test(`${name}: subscribers are told when the log closes`, async () => {
    const closing = open()
    const stream = streamName()
    const listener = await listen(closing, stream, await closing.position(stream))

    await closing.check()
    await closing.close()
    assert.equal(listener.closed, true)
  })
}

test("the cursor is put on the first element, and on nothing that looks like one", () => {
  const html = `<turbo-stream action="append"><template><turbo-stream action="x"></turbo-stream></template></turbo-stream>`

  assert.equal(cursorOf(withCursor(html, "1-0")), "1-0")
  assert.equal(withCursor(html, "1-0").replace(` cursor="1-0"`, ""), html)
})
