import { Chat } from "../ai_engine/index.ts"
import { ConversationsController } from "./conversations_controller.ts"

export class ChatsController extends ConversationsController {
  protected override readonly conversationClass = Chat

  protected override list() {
    return this.currentUser.chats()
  }

  protected override conversation() {
    return this.currentUser.chat(this.params.id)
  }

  protected override build(attributes: { title: string | null }) {
    return this.currentUser.buildChat(attributes)
  }
}
