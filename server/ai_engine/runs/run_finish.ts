import { transaction } from "../../../db/index.ts"
import { logger } from "../../lib/logger.ts"
import type { BookedUsage, Outcome } from "../concerns/claimable.ts"
import type { GrowingAnswer } from "./growing_answer.ts"
import { Run } from "../models/run.ts"
import { interruption } from "./outcome.ts"
import type { FailureDetails } from "../providers/failure_details.ts"
import type { Usage } from "../providers/provider.ts"
import { bookedUsage, bookUsage, estimatedUsage } from "./usage.ts"

export type Ending = {
  outcome: Outcome
  usage: Usage | null
  /** The provider said so: there is nothing to stop. */
  isRemote: boolean
  /** What the log is told of a failure. */
  details?: FailureDetails | undefined
}

/** How the process that performed a run leaves it: ended, handed over, or to whom it belongs by now. */
export class RunFinish {
  readonly #run: Run
  readonly #claims: number
  readonly #answer: GrowingAnswer

  constructor(run: Run, answer: GrowingAnswer) {
    this.#run = run
    this.#claims = run.claims
    this.#answer = answer
  }

  /**
   * Without an ending we hung up, or never asked. True where the run has ended, by us or meanwhile by somebody else.
   * Can be called again where the database failed.
   */
  async finish(ending: Ending | undefined, signal?: AbortSignal): Promise<boolean> {
    if (ending) {
      return this.#end(ending)
    } else if (await this.#isLeft(signal)) {
      return this.#hasEnded()
    } else {
      return this.#end({ outcome: interruption(), usage: null })
    }
  }

  /** To whom it belongs by now, to the queue, or to who goes on with it. */
  async #isLeft(signal: AbortSignal | undefined): Promise<boolean> {
    const isNotAsked = this.#run.startedAt === null
    return (
      (await this.#isAnothers()) ||
      (isNotAsked && (await this.#run.returnToQueue())) ||
      (signal?.aborted === true && this.#run.resumable && (await this.#release()))
    )
  }

  async #isAnothers() {
    const now = await Run.findBy({ id: this.#run.id })
    return now !== undefined && now.claims !== this.#claims
  }

  async #release(): Promise<boolean> {
    await this.#run.save()
    await this.#answer.save()
    return this.#run.release()
  }

  async #end({ outcome, usage, details }: Omit<Ending, "isRemote">): Promise<boolean> {
    const { message } = this.#answer
    const booked =
      (await bookedUsage(usage, this.#run, message)) ?? (await estimatedUsage(this.#run, message))

    await this.#run.save()
    if (await transaction(() => this.#write(outcome, booked))) {
      message.takeUsage(booked)
      this.#log("Run ended.", details)
      return true
    } else {
      return this.#hasEnded()
    }
  }

  /** False where the end is not ours. */
  async #write(outcome: Outcome, booked: BookedUsage | undefined): Promise<boolean> {
    await this.#answer.save(booked)
    const isOurs = await this.#run.endAsOurs({ ...outcome, ...booked })
    if (!isOurs) await bookUsage(this.#run, booked)
    return isOurs
  }

  /** Asks what others have made of it. */
  async #hasEnded(): Promise<boolean> {
    const { claims, finished } = await this.#run.reload()

    if (finished && claims === this.#claims) {
      await this.#answer.message.reload()
      this.#log("Run ended.")
      return true
    } else {
      this.#log("A run goes on elsewhere.")
      return false
    }
  }

  #log(what: string, details?: FailureDetails) {
    const { id: runId, status, errorCode } = this.#run
    logger.info(what, { runId, status, errorCode, ...(details && { provider: details }) })
  }
}
