import assert from "node:assert/strict"
import { setTimeout as pause } from "node:timers/promises"
import type { Scene } from "../../jobs/support/scene.ts"
import type { Watcher } from "../../jobs/support/watcher.ts"
import type { RecordedRequest } from "../../support/scripted_openai/recorded_request.ts"
import type { Scenario } from "../../support/scripted_openai.ts"
import { idOf } from "../../support/story_forms.ts"
import { until } from "../../support/until.ts"
import { type Story, shownOf, visible } from "./story.ts"

/** The answer to the only question of a thread, and all that its readers are shown of it, frame by frame. */
export class Answer {
  readonly scene: Scene
  readonly story: Story
  readonly question: string
  readonly watchers: Watcher[] = []
  /** How many tokens the provider has sent. */
  told = 0
  /** How often a reader's page changed. */
  moments = 0
  readonly #holds: number[] = []
  #stopped = false
  readonly #pace: number
  readonly #faults: string[] = []
  /** How often a page showed less than it had before. */
  jumpsBack = 0
  readonly #lengths = new Map<Watcher, number>()
  #longest = ""
  #last: string | undefined

  /** `pace` is the time between two tokens, in milliseconds. */
  constructor(scene: Scene, story: Story, pace: number) {
    this.scene = scene
    this.story = story
    this.question = `What happened in ${scene.thread}?`
    this.#pace = pace
  }

  async watch() {
    const watcher = await this.scene.watch(undefined, (changed) => this.#look(changed))
    this.watchers.push(watcher)
    return watcher
  }

  ask() {
    return this.scene.send(this.question)
  }

  /** By the clock: a machine that is slow gets more tokens at once, not fewer. */
  tell: Scenario = async (reply) => {
    let last = performance.now()
    reply.begin()

    while (this.told < this.story.tokens.length) {
      await pause(this.#pace)
      if (this.#stopped) return

      const due = Math.floor((performance.now() - last) / this.#pace)
      const tokens = this.story.tokens.slice(this.told, Math.min(this.told + due, ...this.#holds))
      for (const token of tokens) reply.say(token)
      this.told += tokens.length
      last += due * this.#pace
    }
    reply.complete({ input: 20, output: this.told })
  }

  /** At each of these tokens the provider waits for `happen` to begin. */
  async atEach(tokens: number[], happen: () => unknown) {
    this.#holds.push(...tokens)

    for (const token of tokens) {
      await this.toldUntil(token)
      this.#holds.splice(this.#holds.indexOf(token), 1)
      await happen()
    }
  }

  /** The provider says no more. */
  stop() {
    this.#stopped = true
  }

  /** The name of the thread's stream. */
  get stream() {
    return `assistant_thread_${idOf(this.scene.thread)}`
  }

  /** Its run has stored the id of the response: without it nobody could take it up. */
  async isKnown() {
    await until(async () => (await this.scene.runs())[0]?.remoteId)
  }

  /** The words in the database. */
  async stored() {
    const [answer = ""] = await this.scene.answers()
    return answer.slice(answer.indexOf(": ") + 2)
  }

  async toldUntil(token: number) {
    await until(() => this.told >= token)
  }

  /** All who watch see the end, which stays as it is; what they saw before was always the beginning of the story. */
  async endsAs(status: string) {
    const seen = () => this.watchers.map((watcher) => shownBy(watcher).status)
    await until(() => seen().every((seenStatus) => seenStatus === status)).catch(() => {})
    assert.deepEqual(new Set(seen()), new Set([status]))
    this.assertHonest()
    this.#last = this.#longest
  }

  /** Its run, once that has ended. */
  end() {
    return until(async () => (await this.scene.runs()).find(({ finishedAt }) => finishedAt))
  }

  /** Nobody was shown anything but a beginning of the story, and what anybody was shown is there still. */
  assertHonest() {
    assert.deepEqual(this.#faults, [])
    for (const watcher of this.watchers) {
      const shown = visible(shownBy(watcher).text)
      assert.ok(shown.startsWith(this.#longest), `Lost: ${this.#longest.slice(shown.length)}`)
    }
  }

  /** What readers have seen may be lost, but for this. Returns how many words that are. */
  keepsOnly(source: string) {
    const kept = shownOf(source)
    const lost = this.#longest.slice(kept.length)
    this.#longest = this.#longest.slice(0, kept.length)
    return lost.split("word").length - 1
  }

  #look(watcher: Watcher) {
    const shown = visible(shownBy(watcher).text)
    this.moments += 1
    if (shown.length < (this.#lengths.get(watcher) ?? 0)) this.jumpsBack += 1
    this.#lengths.set(watcher, shown.length)

    if (!this.story.beginsWith(shown) || shown !== (this.#last ?? shown)) {
      this.#faults.push(`After ${this.told} tokens a page showed: …${shown.slice(-80)}`)
    } else if (shown.length > this.#longest.length) {
      this.#longest = shown
    }
  }
}

export function shownBy(watcher: Watcher) {
  const [, status = "", text = ""] = /^(\w+): (.*)$/s.exec(watcher.answers[0] ?? "") ?? []
  return { status, text }
}

/** The question that a request for a response ends with. */
export function askedOf({ body }: RecordedRequest) {
  return (body.input as { content: string }[]).at(-1)?.content
}
