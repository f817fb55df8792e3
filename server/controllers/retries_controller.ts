import { performLater } from "../../jobs/create_assistant_message_and_run.ts"
import { askAgain } from "../ai_engine/index.ts"
import { paths } from "../helpers/paths.ts"
import { RunController } from "./run_controller.ts"

/** A further try at an answer that did not come out whole. */
export class RetriesController extends RunController {
  async create() {
    const { run, assistantThread } = await this.found()
    const next = await askAgain(run)

    if (next) {
      await performLater(next)
      this.redirectTo(paths.assistantThread(assistantThread))
    } else {
      this.redirectTo(paths.assistantThread(assistantThread), {
        alert: "Only the last answer of a thread can be tried again.",
      })
    }
  }
}
