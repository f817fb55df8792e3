import { cancel } from "../ai_engine/index.ts"
import { paths } from "../helpers/paths.ts"
import { RunController } from "./run_controller.ts"

/** Stopping a run. One that has ended already stays as it ended. */
export class CancellationsController extends RunController {
  /** Its button is on the conversation's page. */
  async new() {
    const { conversation } = await this.found()
    this.redirectTo(paths.conversation(conversation))
  }

  async create() {
    const { run, conversation } = await this.found()
    await cancel(run)
    this.redirectTo(paths.conversation(conversation))
  }
}
