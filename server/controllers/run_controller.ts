import { type Conversation, Run } from "../ai_engine/index.ts"
import { ApplicationController } from "./application_controller.ts"

export class RunController extends ApplicationController {
  /** Throws RecordNotFound where the run, or the conversation it is in, is not the current user's. */
  protected async found(): Promise<{ run: Run; conversation: Conversation }> {
    const run = await Run.find(this.params.run_id)
    return { run, conversation: await this.currentUser.conversation(run.assistantThreadId) }
  }
}
