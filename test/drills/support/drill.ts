import assert from "node:assert/strict"
import { randomInt } from "node:crypto"
import type { TestContext } from "node:test"
import { Scene } from "../../jobs/support/scene.ts"
import { random } from "../../support/random.ts"
import type { Reply } from "../../support/scripted_openai/reply.ts"
import { openThread } from "../../support/story_forms.ts"
import { until } from "../../support/until.ts"
import { Answer, askedOf } from "./answer.ts"
import { audit, type Expected, type Figures } from "./audit.ts"
import type { DrillStage } from "./drill_stage.ts"
import { Story } from "./story.ts"

type Terms = { tokens: number; pace: readonly [least: number, most: number] }

/** Answers under way while something goes wrong. Whatever is random comes from a seed; DRILL_SEED repeats one. */
export class Drill {
  readonly answers: Answer[] = []
  readonly #test: TestContext
  readonly #on: DrillStage
  readonly #random: () => number
  readonly #figures: Figures[] = []
  #struckAt = 0
  #secondsToHonesty: number | undefined

  constructor(t: TestContext, on: DrillStage) {
    const seed = Number(process.env.DRILL_SEED ?? randomInt(1_000_000))
    t.diagnostic(`DRILL_SEED=${seed}`)
    this.#test = t
    this.#on = on
    this.#random = random(seed)
  }

  between(least: number, most: number) {
    return least + Math.floor(this.#random() * (most - least + 1))
  }

  /** So many questions at once, each in a thread of its own that somebody watches. */
  async ask(count: number, terms: Terms) {
    await this.prepare(count, terms)
    await this.begin()
  }

  /** All but the asking. */
  prepare(count: number, { tokens, pace: [least, most] }: Terms) {
    const paces = Array.from({ length: count }, () => this.between(least, most))
    return Promise.all(paces.map((pace) => this.#prepare(tokens, pace)))
  }

  async begin() {
    this.#on.stage.openai.script(...this.answers.map(() => this.#tell))
    await Promise.all(this.answers.map((answer) => answer.ask()))
  }

  /** Lets it happen so many times, at tokens of the answer, whichever; to be called before `begin`. */
  atTokens(times: number, answer: Answer, happen: () => unknown) {
    const last = answer.story.tokens.length - 1
    const tokens = Array.from({ length: times }, () => this.between(1, last))
    return answer.atEach(
      tokens.sort((a, b) => a - b),
      happen,
    )
  }

  /** Lets it happen when all runs know their response and the first has come to a token, whichever, of so much of it. */
  async strike(happen: () => Promise<void>, share = 0.8) {
    const token = this.between(1, share * (this.answers[0]?.story.tokens.length ?? 0))
    await Promise.all(this.answers.map((answer) => answer.isKnown()))
    await Promise.any(this.answers.map((answer) => answer.toldUntil(token)))
    this.#struckAt = performance.now()
    await happen()
  }

  /** Waits until all answers have ended like this, and looks whether all is as it must be. */
  async allEnd(expected: Expected) {
    await Promise.all(this.answers.map((answer) => answer.endsAs(expected.status)))
    if (expected.status === "incomplete") {
      this.#secondsToHonesty ??= (performance.now() - this.#struckAt) / 1_000
    }
    for (const answer of this.answers) this.#figures.push(await audit(this.#on, answer, expected))
    const runs = this.#on.stage.database("ai_engine_runs")
    assert.deepEqual(await runs.whereIn("status", ["queued", "in_progress"]), [])
  }

  /** The same where each may end in its own way. Returns how many were completed. */
  async allEndSomehow() {
    const ends = await Promise.all(this.answers.map((answer) => answer.end()))
    for (const [index, answer] of this.answers.entries()) {
      const { status, errorCode } = ends[index] as Expected & { errorCode: string | null }
      await answer.endsAs(status)
      const expected = status === "completed" ? { status } : { status, errorCode }
      this.#figures.push(await audit(this.#on, answer, expected as Expected))
    }
    return ends.filter(({ status }) => status === "completed").length
  }

  /** Each has been claimed so often, or has ended. */
  async allAreTakenUp(claims: number) {
    await until(async () => {
      const runs = await Promise.all(this.answers.map(({ scene }) => scene.runs()))
      return runs.flat().every((run) => run.claims >= claims || run.finishedAt)
    })
  }

  /** No page ever showed less of an answer than it had. */
  nothingJumpedBack() {
    assert.equal(sum(this.answers.map(({ jumpsBack }) => jumpsBack)), 0)
  }

  /** Of what readers have seen, only what is stored by now has to be kept. Returns the most words that an answer loses. */
  async keepsWhatIsStored() {
    const losses = this.answers.map(async (answer) => answer.keepsOnly(await answer.stored()))
    return Math.max(...(await Promise.all(losses)))
  }

  /** One line for the drills' table: it is only said where nothing was lost. */
  report(accident: string, lost = "nothing") {
    const moments = sum(this.answers.map(({ moments }) => moments))
    const tokens = sum(this.#figures.map(({ tokens }) => tokens))
    const writes = (1_000 * sum(this.#figures.map(({ writes }) => writes))) / tokens
    const logs = this.#figures.flatMap(({ log }) => log ?? [])
    const [log] = logs.sort((a, b) => b.most - a.most)
    const figures = [
      `${this.answers.length} answers, ${moments} looks at pages, ${lost} lost`,
      ...(this.#secondsToHonesty ? [`honest after ${this.#secondsToHonesty.toFixed(1)} s`] : []),
      ...(log
        ? [`log of ${kB(log.most)} at most, ${kB(log.atRest)} at rest, for ${kB(log.html)} of HTML`]
        : []),
      `${writes.toFixed(0)} rows written per 1,000 tokens`,
    ]
    this.#test.diagnostic(`${accident}: ${figures.join("; ")}`)
  }

  async #prepare(tokens: number, pace: number) {
    const { stage } = this.#on
    const scene = new Scene(this.#test, stage, await openThread(stage.author))
    const answer = new Answer(scene, new Story(tokens), pace)
    this.#test.after(() => answer.stop())
    await answer.watch()
    this.answers.push(answer)
    return answer
  }

  #tell = async (reply: Reply) => {
    const answer = this.answers.find(({ question }) => question === askedOf(reply.request))
    await answer?.tell(reply)
  }
}

function kB(bytes: number) {
  return `${(bytes / 1_000).toFixed(1)} kB`
}

function sum(numbers: number[]) {
  return numbers.reduce((total, number) => total + number, 0)
}
