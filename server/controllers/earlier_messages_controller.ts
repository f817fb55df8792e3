import { Message } from "../ai_engine/index.ts"
import { permit } from "../lib/parameters.ts"
import { messageList } from "../models/user/message_list.ts"
import { streamPosition } from "../turbo/broadcasts.ts"
import { domId } from "../turbo/dom_id.ts"
import { ConversationController } from "./conversation_controller.ts"

/** What was said in a conversation above one of its messages: a page of its own, which the conversation's page takes into itself. */
export class EarlierMessagesController extends ConversationController {
  async index() {
    const conversation = await this.conversation()
    const { before: id } = permit(this.request.query, ["before"])
    const before = await Message.find(id, { assistantThreadId: conversation.id })
    // Before the messages, as on the conversation's page.
    const cursor = await streamPosition(domId(conversation))
    const page = await conversation.page(before)

    const messages = await messageList(this.currentUser, conversation, page.stamps)
    const title = `Earlier in ${conversation.title ?? "an untitled one"}`

    await this.render(
      "earlier_messages/index",
      { title, conversation, page, messages, cursor },
      { bytes: messages },
    )
  }
}
