import { AssistantThread } from "../ai_engine/index.ts"
import { ConversationsController } from "./conversations_controller.ts"

export class AssistantThreadsController extends ConversationsController {
  protected override readonly conversationClass = AssistantThread

  protected override list() {
    return this.currentUser.assistantThreads()
  }

  protected override conversation() {
    return this.currentUser.assistantThread(this.params.id)
  }

  protected override build(attributes: { title: string | null }) {
    return this.currentUser.buildAssistantThread(attributes)
  }
}
