import type { Conversation } from "../ai_engine/index.ts"
import { ApplicationController } from "./application_controller.ts"

/** What concerns one conversation of the current user's: an assistant thread, or a chat. */
export class ConversationController extends ApplicationController {
  /** The one that the path names. Throws RecordNotFound, also for one that is somebody else's. */
  protected conversation(): Promise<Conversation> {
    const { assistant_thread_id: threadId, chat_id: chatId } = this.params
    return chatId === undefined ? this.currentUser.assistantThread(threadId) : this.currentUser.chat(chatId)
  }
}
