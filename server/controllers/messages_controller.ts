import { performLater } from "../../jobs/runs.ts"
import { Message, type Run } from "../ai_engine/index.ts"
import { paths } from "../helpers/paths.ts"
import { databaseFault } from "../lib/database_fault.ts"
import { RecordNotFound } from "../lib/errors.ts"
import { HttpError } from "../lib/http_error.ts"
import { parseId } from "../lib/parse_id.ts"
import { DRAFT_FIELDS, Draft } from "../models/draft.ts"
import { messageLocals } from "../models/user/broadcasts.ts"
import { domId } from "../turbo/dom_id.ts"
import { ThreadPageController } from "./thread_page_controller.ts"

export class MessagesController extends ThreadPageController {
  async create() {
    try {
      await this.send()
    } catch (error) {
      if (!(error instanceof RecordNotFound) && databaseFault(error) !== "reference") throw error
      // Thread or storyteller was deleted since it was found: looking for it again says which.
      await this.send()
    }
  }

  private async send() {
    const assistantThread = await this.assistantThread()
    const draft = await Draft.for(this.currentUser, assistantThread, this.messageFields)
    const run = await draft.send()

    if (run) {
      await performLater(run, { conversation: assistantThread, storytellerId: draft.storytellerId })
      await this.showSent(run, draft)
    } else {
      await this.showUnsent(draft)
    }
  }

  private async showSent(run: Run, draft: Draft) {
    const { assistantThread } = draft
    const messages = await Message.of(run)

    if (this.wantsTurboStream) {
      await this.renderTurboStream("messages/create.turbo_stream", {
        assistantThread,
        messages: await Promise.all(messages.map((message) => messageLocals(this.currentUser, message))),
        draft: draft.next(),
      })
    } else {
      const [question] = messages
      this.redirectTo(`${paths.assistantThread(assistantThread)}#${question ? domId(question) : ""}`)
    }
  }

  private async showUnsent(draft: Draft) {
    if (this.wantsTurboStream) {
      await this.renderTurboStream("messages/invalid.turbo_stream", { draft }, { status: 422 })
    } else {
      await this.renderThread(draft.assistantThread, draft, { status: 422 })
    }
  }

  private async assistantThread() {
    try {
      return await this.currentUser.assistantThread(
        this.fields("message", ["assistant_thread_id"]).assistant_thread_id,
      )
    } catch (error) {
      if (!(error instanceof RecordNotFound)) throw error
      throw new HttpError(404, "There is no such thread, so the message was not sent.")
    }
  }

  protected override get formPage() {
    const id = parseId(this.fields("message", ["assistant_thread_id"]).assistant_thread_id)
    return id ? paths.assistantThread({ id }) : paths.assistantThreads
  }

  private get messageFields() {
    return this.fields("message", DRAFT_FIELDS)
  }
}
