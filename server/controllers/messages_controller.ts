import { performLater } from "../../jobs/runs.ts"
import { Message, type Run } from "../ai_engine/index.ts"
import { paths } from "../helpers/paths.ts"
import { databaseFault } from "../lib/database_fault.ts"
import { RecordNotFound } from "../lib/errors.ts"
import { HttpError } from "../lib/http_error.ts"
import { parseId } from "../lib/parse_id.ts"
import { DRAFT_FIELDS, type Draft } from "../models/draft.ts"
import { draftIn } from "../models/draft_in.ts"
import { messageLocals } from "../models/user/broadcasts.ts"
import { domId } from "../turbo/dom_id.ts"
import { ConversationPageController } from "./conversation_page_controller.ts"

export class MessagesController extends ConversationPageController {
  async create() {
    try {
      await this.send()
    } catch (error) {
      if (!(error instanceof RecordNotFound) && databaseFault(error) !== "reference") throw error
      // Conversation or storyteller was deleted since it was found: looking for it again says which.
      await this.send()
    }
  }

  private async send() {
    const draft = await draftIn(this.currentUser, await this.conversation(), this.messageFields)
    const run = await draft.send()

    if (run) {
      await performLater(run, draft)
      await this.showSent(run, draft)
    } else {
      await this.showUnsent(draft)
    }
  }

  private async showSent(run: Run, draft: Draft) {
    const { conversation } = draft
    const messages = await Message.of(run)

    if (this.wantsTurboStream) {
      const locals = messages.map((message) => messageLocals(this.currentUser, { message, conversation }))
      await this.renderTurboStream("messages/create.turbo_stream", {
        conversation,
        messages: await Promise.all(locals),
        draft: draft.next(),
      })
    } else {
      const [question] = messages
      this.redirectTo(`${paths.conversation(conversation)}#${question ? domId(question) : ""}`)
    }
  }

  private async showUnsent(draft: Draft) {
    if (this.wantsTurboStream) {
      await this.renderTurboStream("messages/invalid.turbo_stream", { draft }, { status: 422 })
    } else {
      await this.renderConversation(draft, { status: 422 })
    }
  }

  /** The one that the message names. */
  protected override async conversation() {
    const { assistant_thread_id: threadId, chat_id: chatId } = this.ids

    try {
      return await (chatId ? this.currentUser.chat(chatId) : this.currentUser.assistantThread(threadId))
    } catch (error) {
      if (!(error instanceof RecordNotFound)) throw error
      throw new HttpError(404, `There is no such ${chatId ? "chat" : "thread"}, so the message was not sent.`)
    }
  }

  protected override get formPage() {
    const { assistant_thread_id: threadId, chat_id: chatId } = this.ids
    const kind = chatId ? "chat" : "assistant_thread"
    const id = parseId(chatId ?? threadId)
    return id ? paths.conversation({ kind, id }) : paths.conversations({ kind })
  }

  private get ids() {
    return this.fields("message", ["assistant_thread_id", "chat_id"])
  }

  private get messageFields() {
    return this.fields("message", DRAFT_FIELDS)
  }
}
