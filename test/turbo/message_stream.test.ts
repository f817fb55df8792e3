import assert from "node:assert/strict"
import { performance } from "node:perf_hooks"
import { test } from "node:test"
import { setImmediate as turn } from "node:timers/promises"
import type { CableLog, Frame } from "../../server/cable/cable_log.ts"
import { MemoryLog } from "../../server/cable/memory_log.ts"
import { MessageStream } from "../../server/turbo/message_stream.ts"
import { turboStream } from "../../server/turbo/turbo_stream.ts"
import { markdownSamples } from "../support/markdown_samples.ts"
import { inTime } from "../support/in_time.ts"
import { StreamPage } from "../support/stream_page.ts"
import { until } from "../support/until.ts"

const OPENING = turboStream("replace", { target: "message_1", html: message("in_progress") })
const ENDING = turboStream("replace", { target: "message_1", html: message("completed", "<p>Done</p>") })
const STOPPING = turboStream("replace", { target: "message_1", html: message("cancelled", "<p>Stopped</p>") })

test("the first words go out at once, what follows once per screen refresh, and all of it as growth", async () => {
  const { log, stream } = await begun()

  stream.update("Once upon")
  assert.deepEqual(log.kinds, ["snapshot", "delta"])
  stream.update("Once upon a")
  stream.update("Once upon a time")
  await until(() => log.shown === "Once upon a time")
  assert.deepEqual(log.kinds, ["snapshot", "delta", "delta"])

  await stream.finish(ENDING)
  assert.deepEqual(log.kinds, ["snapshot", "delta", "delta", "final"])
  assert.equal(log.shown, "Done")
})

test("while the log is slow, what comes is gathered into one frame", async () => {
  const { log, stream } = await begun()
  const release = log.hold()

  stream.update("a")
  for (const words of ["a b", "a b c", "a b c d"]) stream.update(words)
  release()
  await until(() => log.shown === "a b c d")

  assert.deepEqual(log.kinds, ["snapshot", "delta", "delta"])
  await stream.finish(ENDING)
})

test("however often words come, they go out no more than once per screen refresh", async () => {
  const { log, stream } = await begun()
  const start = performance.now()

  for (let count = 1; count <= 300; count += 1) {
    stream.update("word ".repeat(count))
    await turn()
  }
  const refreshes = (performance.now() - start) / 16
  assert.ok(log.kinds.filter((kind) => kind === "delta").length <= refreshes + 2, log.kinds.join())
  await stream.finish(ENDING)
})

test("a log that is still busy with a frame is handed no other, however long it takes", async () => {
  const { log, stream } = await begun()
  const release = log.hold()
  const start = performance.now()

  for (let words = "a"; performance.now() - start < 60; words += " a") {
    stream.update(words)
    await turn()
  }
  assert.deepEqual(log.kinds, ["snapshot", "delta"])
  release()
  await stream.finish(ENDING)
})

test("the end waits for the frame that is under way", async () => {
  const { log, stream } = await begun()
  const release = log.hold()

  stream.update("Once")
  const finished = stream.finish(ENDING)
  for (let turns = 0; turns < 20; turns += 1) await turn()
  assert.deepEqual(log.kinds, ["snapshot", "delta"])
  release()
  await finished
  assert.deepEqual(log.kinds, ["snapshot", "delta", "final"])
})

test("a message whose end is still to come shows all there is, and nothing grows in it", async () => {
  const { log, stream } = await begun()
  const html = turboStream("replace", {
    target: "message_1",
    html: message("in_progress", "<p>Once upon</p>"),
  })

  stream.update("Once")
  await stream.hold(html, "Once upon")
  stream.update("Once upon a time")
  assert.deepEqual([log.kinds.at(-1), log.shown], ["snapshot", "Once upon"])
  assert.equal(await log.text("thread", "message_1"), "Once upon")
  await stream.finish(ENDING)
})

test("it need not look into the text where it is told what was added, and does where it missed some of it", async () => {
  const { log, stream } = await begun()

  stream.update("Once", "Once")
  stream.update("???? upon", " upon")
  stream.update("Once upon a time", " time")
  await until(() => log.shown === "Once upon a time")
  await stream.finish(ENDING)
})

test("nothing goes out before there is something to show", async () => {
  const { log, stream } = await begun()

  stream.update("**")
  stream.update("**Once")
  await until(() => log.shown === "Once")

  assert.deepEqual(log.kinds, ["snapshot", "delta"])
  await stream.finish(ENDING)
})

test("whoever joins at any moment shows what they show who watched", async () => {
  const log = new RecordingLog()
  const cursor = await log.position("thread")
  const watcher = newPage()
  await log.subscribe(
    "thread",
    cursor,
    (html) => {
      watcher.apply(html)
    },
    () => {},
  )
  const stream = messageStream(log)
  await stream.begin(OPENING)

  const source = Object.values(markdownSamples).join("\n\n")
  for (let end = 150; end < source.length + 150; end += 150) {
    const frames = log.frames.length
    stream.update(source.slice(0, end))
    stream.update(source.slice(0, end + 20))
    await until(() => log.frames.length > frames)

    const latecomer = newPage()
    const leave = await log.subscribe(
      "thread",
      cursor,
      (html) => {
        latecomer.apply(html)
      },
      () => {},
    )
    assert.equal(latecomer.html, watcher.html)
    leave()
  }

  await stream.finish(ENDING)
  assert.equal(watcher.text.trim(), "Done")
  assert.ok(log.kinds.includes("keyframe"))
  await log.close()
})

test("a keyframe comes when the deltas outweigh it, so that no more is written in keyframes than in growth", async () => {
  const { log, stream } = await begun()
  let source = ""

  while (log.kinds.filter((kind) => kind === "keyframe").length < 3) {
    source += "some more words "
    stream.update(source)
    const shown = source.trim()
    await until(() => log.shown === shown)
  }

  assert.ok(log.written("keyframe") < log.written("delta"))
  await stream.finish(ENDING)
})

test("after a frame that the log did not take, the whole goes out", async () => {
  const { log, stream } = await begun()

  stream.update("Once")
  await until(() => log.shown === "Once")
  log.failures = 1
  stream.update("Once upon")
  await until(() => log.shown === "Once upon")

  assert.deepEqual(log.kinds, ["snapshot", "delta", "snapshot"])
  assert.ok(log.frames.at(-1)?.html.startsWith(OPENING))
  await stream.finish(ENDING)
})

test("the end is tried again, and a log that stays away breaks nothing", async () => {
  const { log, stream } = await begun()

  log.failures = 2
  await stream.finish(ENDING)
  assert.equal(log.kinds.at(-1), "final")

  log.failures = Number.POSITIVE_INFINITY
  const other = messageStream(log)
  await other.begin(OPENING)
  other.update("Once")
  await inTime(other.finish(ENDING), "A message does not end while the log is away.")
})

test("after the end nothing follows", async () => {
  const { log, stream } = await begun()

  stream.update("Once")
  stream.update("Once upon")
  await inTime(stream.finish(ENDING), "A message does not end while it is shown.")
  stream.update("Once upon a time")

  assert.equal(log.kinds.at(-1), "final")
  assert.equal(log.shown, "Done")
})

test("who takes a message up again goes on from what is there", async () => {
  const { log, stream: dead } = await begun()
  dead.update("Once **upon")
  await until(() => log.shown === "Once upon")

  const stream = messageStream(log, 2)
  await stream.begin(OPENING, "Once **upon")
  assert.equal(log.shown, "Once upon")
  stream.update("Once **upon** a time")
  await until(() => log.shown === "Once upon a time")

  assert.deepEqual(log.kinds, ["snapshot", "delta", "snapshot", "delta"])
  await stream.finish(ENDING)
})

test("the log has every word that was sent, also when a character comes in two halves", async () => {
  const { log, stream } = await begun()
  const [half, otherHalf] = "🌙".split("")

  stream.update("Once")
  stream.update(`Once upon ${half}`)
  await until(() => log.shown === "Once upon")
  assert.equal(await log.text("thread", "message_1"), "Once upon ")

  stream.update(`Once upon ${half}${otherHalf}`)
  await until(() => log.shown === "Once upon 🌙")
  assert.equal(await log.text("thread", "message_1"), "Once upon 🌙")
  await stream.finish(ENDING)
})

test("who was superseded does not touch the page again", async () => {
  const { log, stream: zombie } = await begun()
  zombie.update("Once")
  await until(() => log.shown === "Once")

  const stream = messageStream(log, 2)
  await stream.begin(OPENING)
  stream.update("Once upon a time")
  await until(() => log.shown === "Once upon a time")

  zombie.update("Once more")
  await until(() => log.refused === 1)
  zombie.update("Once more and more")
  await zombie.finish(ENDING)
  assert.equal(log.refused, 2)
  assert.equal(log.shown, "Once upon a time")

  await stream.finish(ENDING)
  assert.equal(log.shown, "Done")
})

test("a message that somebody else finished goes on for nobody, and may be finished again", async () => {
  const { log, stream } = await begun()
  stream.update("Once")
  await until(() => log.shown === "Once")

  await messageStream(log).finish(STOPPING)
  assert.equal(log.shown, "Stopped")
  stream.update("Once upon")
  await until(() => log.refused === 1)
  assert.equal(log.shown, "Stopped")

  await stream.finish(ENDING)
  assert.equal(log.shown, "Done")
})

test("nothing is shown of a message that was never begun but its end", async () => {
  const log = new RecordingLog()
  const stream = messageStream(log)

  stream.update("Once")
  await stream.finish(ENDING)
  assert.deepEqual(log.kinds, ["final"])
})

/** A real log that writes down what it was given, and can be told to fail or to be slow. */
class RecordingLog extends MemoryLog implements CableLog {
  readonly frames: Frame[] = []
  failures = 0
  refused = 0
  #held: Promise<void> = Promise.resolve()
  readonly #page = newPage()

  get kinds() {
    return this.frames.map(({ kind }) => kind)
  }

  /** What one who watches sees. */
  get shown() {
    return this.#page.text.trim()
  }

  written(kind: Frame["kind"]) {
    return this.frames.filter((frame) => frame.kind === kind).reduce((sum, { html }) => sum + html.length, 0)
  }

  hold() {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#held = promise
    return resolve
  }

  override async append(name: string, frame: Frame) {
    if (this.failures > 0) {
      this.failures -= 1
      throw new Error("The log is away.")
    }

    this.frames.push(frame)
    const position = await super.append(name, frame).catch((error) => this.#count(error))
    if (frame.kind !== "keyframe") this.#page.apply(frame.html)
    await this.#held
    return position
  }

  #count(error: unknown): never {
    this.refused += 1
    throw error
  }
}

async function begun() {
  const log = new RecordingLog()
  const stream = messageStream(log)

  await stream.begin(OPENING)
  return { log, stream }
}

function messageStream(log: CableLog, writer = 1) {
  const place = { stream: "thread", message: "message_1", target: "message_1_content", writer }
  return new MessageStream(log, place)
}

function message(status: string, html = "") {
  return `<article id="message_1" data-status="${status}"><div id="message_1_content">${html}</div></article>`
}

function newPage() {
  return new StreamPage(message("queued"))
}
