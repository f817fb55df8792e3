import { Message } from "../ai_engine/index.ts"
import { permit } from "../lib/parameters.ts"
import { messageList } from "../models/user/message_list.ts"
import { streamPosition } from "../turbo/broadcasts.ts"
import { domId } from "../turbo/dom_id.ts"
import { ApplicationController } from "./application_controller.ts"

/** What was said in a thread above one of its messages: a page of its own, which the thread's page takes into itself. */
export class EarlierMessagesController extends ApplicationController {
  async index() {
    const assistantThread = await this.currentUser.assistantThread(this.params.assistant_thread_id)
    const { before: id } = permit(this.request.query, ["before"])
    const before = await Message.find(id, { assistantThreadId: assistantThread.id })
    // Before the messages, as on the thread's page.
    const cursor = await streamPosition(domId(assistantThread))
    const page = await assistantThread.page(before)

    const messages = await messageList(this.currentUser, page.stamps)
    const title = `Earlier in ${assistantThread.title ?? "an untitled thread"}`

    await this.render(
      "earlier_messages/index",
      { title, assistantThread, page, messages, cursor },
      { bytes: messages },
    )
  }
}
