import type { AssistantThread } from "../ai_engine/index.ts"
import { paths } from "../helpers/paths.ts"
import { permit } from "../lib/parameters.ts"
import { DRAFT_FIELDS, Draft } from "../models/draft.ts"
import { ThreadPageController } from "./thread_page_controller.ts"

export class AssistantThreadsController extends ThreadPageController {
  async index() {
    const assistantThreads = await this.currentUser.assistantThreads()
    await this.render("assistant_threads/index", { title: "Threads", assistantThreads })
  }

  async show() {
    const assistantThread = await this.assistantThread()
    const chosen = permit(this.request.query, ["storyteller_id"])
    const fields = { ...chosen, ...this.unsentFields("message", DRAFT_FIELDS) }
    await this.renderThread(assistantThread, await Draft.for(this.currentUser, assistantThread, fields))
  }

  async new() {
    const { title = null } = this.unsentFields("assistant_thread", ["title"])
    await this.renderNew(this.currentUser.buildAssistantThread({ title }))
  }

  async create() {
    const assistantThread = this.currentUser.buildAssistantThread({ title: this.title })

    if (await assistantThread.save()) {
      const { storyteller_id: chosen } = permit(this.request.body, ["storyteller_id"])
      const query = chosen ? `?storyteller_id=${encodeURIComponent(chosen)}` : ""
      this.redirectTo(paths.assistantThread(assistantThread) + query)
    } else {
      await this.renderNew(assistantThread, { status: 422 })
    }
  }

  async edit() {
    const unsent = this.unsentFields("assistant_thread", ["title"])
    await this.renderEdit(Object.assign(await this.assistantThread(), unsent))
  }

  async update() {
    const assistantThread = await this.assistantThread()

    if (await assistantThread.update({ title: this.title })) {
      this.redirectTo(paths.assistantThread(assistantThread), { notice: "The thread has its new title." })
    } else {
      await this.renderEdit(assistantThread, { status: 422 })
    }
  }

  async destroy() {
    const assistantThread = await this.assistantThread()

    if (await assistantThread.destroy()) {
      this.redirectTo(paths.assistantThreads, { notice: "The thread was deleted." })
    } else {
      await this.renderEdit(assistantThread, { status: 422 })
    }
  }

  private renderNew(assistantThread: AssistantThread, options?: { status: number }) {
    const { query, body, originalUrl } = this.request
    const unsent = this.session?.unsentForm(originalUrl)?.body
    const { storyteller_id: storytellerId } = permit({ ...unsent, ...query, ...body }, ["storyteller_id"])
    return this.render(
      "assistant_threads/new",
      { title: "New thread", assistantThread, storytellerId },
      options,
    )
  }

  private renderEdit(assistantThread: AssistantThread, options?: { status: number }) {
    return this.render("assistant_threads/edit", { title: "Edit thread", assistantThread }, options)
  }

  private assistantThread() {
    return this.currentUser.assistantThread(this.params.id)
  }

  /** None, until the first message gives it one. */
  private get title() {
    return this.fields("assistant_thread", ["title"]).title?.trim() || null
  }
}
