import { type AssistantThread, Run } from "../ai_engine/index.ts"
import { ApplicationController } from "./application_controller.ts"

export class RunController extends ApplicationController {
  /** Throws RecordNotFound where the run, or the thread it is in, is not the current user's. */
  protected async found(): Promise<{ run: Run; assistantThread: AssistantThread }> {
    const run = await Run.find(this.params.run_id)
    return { run, assistantThread: await this.currentUser.assistantThread(run.assistantThreadId) }
  }
}
