import type { ConversationPage } from "../ai_engine/index.ts"
import { paths } from "../helpers/paths.ts"
import type { Draft } from "../models/draft.ts"
import { messageList } from "../models/user/message_list.ts"
import { streamPosition, turboStreamFrom } from "../turbo/broadcasts.ts"
import { domId } from "../turbo/dom_id.ts"
import { ConversationController } from "./conversation_controller.ts"

/** A conversation's page is the answer to reading it, and to a message that could not be sent. */
export class ConversationPageController extends ConversationController {
  protected async renderConversation(draft: Draft, options?: { status: number }) {
    const { conversation } = draft
    const stream = domId(conversation)
    // Before the messages: what comes while they are read is then replayed, not missed.
    const cursor = await streamPosition(stream)
    const page = await conversation.page()
    const messages = await messageList(this.currentUser, conversation, page.stamps)

    await this.render(
      "conversations/show",
      {
        title: conversation.name,
        conversation,
        draft,
        page,
        messages,
        liveAt: this.liveAt(draft, page),
        source: turboStreamFrom(stream, { userId: this.currentUser.id, cursor }),
      },
      { ...options, bytes: messages },
    )
  }

  /** Where a browser without script reads on; it stays where words are in the composer. */
  private liveAt({ conversation, content }: Draft, { stamps }: ConversationPage) {
    const open = stamps.find(({ finished }) => !finished)
    const [, query] = this.request.originalUrl.split("?", 2)
    const isRead = this.request.method === "GET" && content === ""
    const path = paths.liveConversation(conversation) + (query ? `?${query}` : "")
    return open && isRead ? `${path}#message_${open.id}` : undefined
  }
}
