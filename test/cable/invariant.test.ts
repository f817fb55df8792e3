import assert from "node:assert/strict"
import { test } from "node:test"
import { setImmediate as turn } from "node:timers/promises"
import { isDeepStrictEqual } from "node:util"
import { type CableLog, type ContentFrame, Superseded } from "../../server/cable/cable_log.ts"
import { turboStream } from "../../server/turbo/turbo_stream.ts"
import { until } from "../support/until.ts"
import { content, cursorOf, everyLog, streamName } from "./support.ts"

const ROUNDS = 4
const READERS = 20
const MESSAGES = 4
const WORDS = 40

for (const { name, open } of await everyLog()) {
  const log = open()

  test(`${name}: whoever joins or comes back ends as one who watched, and shows a prefix all along`, async () => {
    for (let seed = 1; seed <= ROUNDS; seed++) await play(new Story(log, seed))
  })
}

async function play(story: Story) {
  const readers = Array.from({ length: READERS }, () => new Reader(story))
  const reading = readers.map((reader) => reader.read())

  await Promise.all(Array.from({ length: MESSAGES }, (_, index) => story.write(`message_${index}`)))
  story.ended = true
  await Promise.all(reading)

  for (const reader of readers) await reader.arriveAt(story.rows)
}

/** Writes messages as the app does: rows of a database, and a frame for everything that a page must show. */
class Story {
  readonly rows = new Map<string, string>()
  readonly texts = new Map<string, string>()
  readonly stream = streamName()
  readonly log: CableLog
  readonly seed: number
  ended = false
  private state: number

  constructor(log: CableLog, seed: number) {
    this.log = log
    this.seed = seed
    this.state = seed
  }

  async write(message: string) {
    const words = Array.from({ length: WORDS }, (_, index) => `${index} `)

    await this.pause(20)
    this.texts.set(message, words.join(""))
    this.rows.set(message, "")
    await this.tell(turboStream("append", { target: "messages", html: message }))
    await this.pause(5)
    await this.answer(message, words)

    if (this.chance(4)) {
      await this.pause(5)
      this.rows.delete(message)
      await this.tell(turboStream("remove", { target: message }))
    }
  }

  /** In the middle another writer takes over from what readers may have seen, while the first goes on. */
  private async answer(message: string, words: string[]) {
    const [first, second] = [new Writer(this, message, 1), new Writer(this, message, 2)]
    const middle = this.random(WORDS)
    await first.begin("")
    await first.say(words.slice(0, middle))

    const goingOn = first.say(words.slice(middle)).catch((error) => assert.ok(error instanceof Superseded))
    await this.pause(20)
    const text = (await this.log.fence(this.stream, message, 1)) ?? ""
    await second.begin(text)
    const zombie = goingOn.then(() => assert.rejects(first.say(["lost "]), Superseded))
    await second.say(words.slice(text.split(" ").length - 1))
    await second.finish()
    await zombie
  }

  chance(times: number) {
    return this.random(times) === 0
  }

  async pause(turns: number) {
    for (let left = this.random(turns); left > 0; left--) await turn()
  }

  private async tell(html: string) {
    await this.log.append(this.stream, { kind: "event", html })
  }

  /** A number below `limit`, the same ones for the same seed. */
  private random(limit: number) {
    this.state = (this.state * 1_103_515_245 + 12_345) % 2 ** 31
    return Math.floor((this.state / 2 ** 31) * limit)
  }
}

/** A process that writes a message, and its row where it has not been superseded. */
class Writer {
  private readonly story: Story
  private readonly message: string
  private readonly writer: number
  private text = ""

  constructor(story: Story, message: string, writer: number) {
    this.story = story
    this.message = message
    this.writer = writer
  }

  async begin(text: string) {
    this.text = text
    await this.append("snapshot", text)
  }

  async say(words: string[]) {
    for (const word of words) {
      this.text += word
      await this.story.pause(5)
      await this.append("delta", word)
      if (this.story.chance(8)) await this.save(this.story.chance(4) ? "snapshot" : "keyframe")
    }
  }

  async finish() {
    await this.save("final")
  }

  private async save(kind: ContentFrame["kind"]) {
    this.story.rows.set(this.message, this.text)
    await this.append(kind, this.text)
  }

  private async append(kind: ContentFrame["kind"], text: string) {
    const { log, stream } = this.story
    await log.append(stream, content(kind, this.message, text, { writer: this.writer }))
  }
}

/** A browser: a page, a cursor, and now and then a connection. */
class Reader {
  private readonly story: Story
  private page = new Map<string, string>()
  private cursor = ""
  private stale = true
  private leave = () => {}

  constructor(story: Story) {
    this.story = story
  }

  async read() {
    while (!this.story.ended) {
      await this.join()
      await this.story.pause(60)
      this.leave()
      await this.story.pause(30)
      this.stale ||= this.story.chance(3)
    }
    await this.join()
  }

  async arriveAt(rows: Map<string, string>) {
    await until(() => isDeepStrictEqual(this.page, rows)).catch(() => {})
    assert.deepEqual(this.page, rows, `seed ${this.story.seed}`)
    this.leave()
  }

  private async join() {
    const { log, stream } = this.story

    if (this.stale) await this.render()
    this.leave = await log.subscribe(stream, this.cursor, this.receive, () => {})
  }

  private async render() {
    this.cursor = await this.story.log.position(this.story.stream)
    await this.story.pause(20)
    this.page = new Map(this.story.rows)
    this.stale = false
    await this.story.pause(20)
  }

  private receive = (html: string) => {
    const [, action, target = ""] = html.match(/action="(\w+)" target="(\w+)"/) ?? []
    const [, text = ""] = html.match(/<template>(.*)<\/template>/) ?? []
    const shown = this.page.get(target)

    if (target === "messages") {
      if (!this.page.has(text)) this.page.set(text, "")
    } else if (action === "remove") {
      this.page.delete(target)
    } else if (shown !== undefined) {
      this.show(target, action === "append" ? shown + text : text)
    }
    this.cursor = cursorOf(html)
    return this.story.chance(20) ? this.story.pause(20) : undefined
  }

  private show(message: string, text: string) {
    assert.ok(
      this.story.texts.get(message)?.startsWith(text),
      `seed ${this.story.seed}: ${message} shows ${text}`,
    )
    this.page.set(message, text)
  }
}
