import { performLater } from "../../jobs/runs.ts"
import { Message, type Run } from "../ai_engine/index.ts"
import { paths } from "../helpers/paths.ts"
import { Retry } from "../models/retry.ts"
import { domId } from "../turbo/dom_id.ts"
import { RunController } from "./run_controller.ts"

const FIELDS = ["storyteller_id", "model"] as const
const GONE_ON = "That answer is whole, or still under way, or was tried again already."

/** A further try at an answer that did not come out whole, also with another storyteller or model. */
export class RetriesController extends RunController {
  async new() {
    await this.renderNew(await this.retry())
  }

  async create() {
    const retry = await this.retry()
    const run = await retry.send()

    if (run) {
      await performLater(run)
      await this.redirectToAnswer(run)
    } else if (retry.errors.any) {
      await this.renderNew(retry, { status: 422 })
    } else {
      await this.redirectToAnswer(retry.run, { alert: GONE_ON })
    }
  }

  private renderNew(retry: Retry, options?: { status: number }) {
    return this.render("retries/new", { title: "Try again", retry }, options)
  }

  private async redirectToAnswer(run: Run, flash?: { alert: string }) {
    const answer = await Message.answerOf(run)
    const { conversation } = await this.found()
    this.redirectTo(`${paths.conversation(conversation)}#${domId(answer)}`, flash)
  }

  private async retry() {
    const { run, conversation } = await this.found()
    const unsent = this.unsentFields("run", FIELDS)
    return Retry.for(this.currentUser, run, conversation, { ...unsent, ...this.fields("run", FIELDS) })
  }
}
