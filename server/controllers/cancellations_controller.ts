import { cancel } from "../ai_engine/index.ts"
import { paths } from "../helpers/paths.ts"
import { RunController } from "./run_controller.ts"

/** Stopping a run. One that has ended already stays as it ended. */
export class CancellationsController extends RunController {
  /** Its button is on the thread's page. */
  async new() {
    const { assistantThread } = await this.found()
    this.redirectTo(paths.assistantThread(assistantThread))
  }

  async create() {
    const { run, assistantThread } = await this.found()
    await cancel(run)
    this.redirectTo(paths.assistantThread(assistantThread))
  }
}
