import type { AssistantThread, ConversationPage } from "../ai_engine/index.ts"
import { paths } from "../helpers/paths.ts"
import type { Draft } from "../models/draft.ts"
import { messageList } from "../models/user/message_list.ts"
import { streamPosition, turboStreamFrom } from "../turbo/broadcasts.ts"
import { domId } from "../turbo/dom_id.ts"
import { ApplicationController } from "./application_controller.ts"

/** A thread's page is the answer to reading it, and to a message that could not be sent. */
export class ThreadPageController extends ApplicationController {
  protected async renderThread(assistantThread: AssistantThread, draft: Draft, options?: { status: number }) {
    const stream = domId(assistantThread)
    // Before the messages: what comes while they are read is then replayed, not missed.
    const cursor = await streamPosition(stream)
    const page = await assistantThread.page()
    const messages = await messageList(this.currentUser, page.stamps)

    await this.render(
      "assistant_threads/show",
      {
        title: assistantThread.title ?? "Untitled thread",
        assistantThread,
        draft,
        page,
        messages,
        liveAt: this.liveAt(assistantThread, draft, page),
        source: turboStreamFrom(stream, { userId: this.currentUser.id, cursor }),
      },
      { ...options, bytes: messages },
    )
  }

  /** Where a browser without script reads on; it stays where words are in the composer. */
  private liveAt(assistantThread: AssistantThread, draft: Draft, { stamps }: ConversationPage) {
    const open = stamps.find(({ finished }) => !finished)
    const [, query] = this.request.originalUrl.split("?", 2)
    const isRead = this.request.method === "GET" && draft.content === ""
    const path = paths.liveThread(assistantThread) + (query ? `?${query}` : "")
    return open && isRead ? `${path}#message_${open.id}` : undefined
  }
}
