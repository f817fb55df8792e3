import type { AssistantThread, Chat, Conversation } from "../ai_engine/index.ts"
import { paths } from "../helpers/paths.ts"
import { permit } from "../lib/parameters.ts"
import { DRAFT_FIELDS } from "../models/draft.ts"
import { draftIn } from "../models/draft_in.ts"
import { ConversationPageController } from "./conversation_page_controller.ts"

type Options = { status: number }

/** The seven actions of threads, and of chats. */
export abstract class ConversationsController extends ConversationPageController {
  protected abstract readonly conversationClass: typeof AssistantThread | typeof Chat
  protected abstract list(): Promise<Conversation[]>
  protected abstract build(attributes: { title: string | null }): Conversation

  async index() {
    const conversations = await this.list()
    await this.render(`${this.kind}s/index`, { title: `${capitalized(this.noun)}s`, conversations })
  }

  async show() {
    const conversation = await this.conversation()
    const chosen = permit(this.request.query, ["storyteller_id"])
    const fields = { ...chosen, ...this.unsentFields("message", DRAFT_FIELDS) }
    await this.renderConversation(await draftIn(this.currentUser, conversation, fields))
  }

  async new() {
    const { title = null } = this.unsentFields(this.kind, ["title"])
    await this.renderNew(this.build({ title }))
  }

  async create() {
    const conversation = this.build({ title: this.title })

    if (await conversation.save()) {
      const { storyteller_id: chosen } = permit(this.request.body, ["storyteller_id"])
      const query = chosen ? `?storyteller_id=${encodeURIComponent(chosen)}` : ""
      this.redirectTo(paths.conversation(conversation) + query)
    } else {
      await this.renderNew(conversation, { status: 422 })
    }
  }

  async edit() {
    const unsent = this.unsentFields(this.kind, ["title"])
    await this.renderEdit(Object.assign(await this.conversation(), unsent))
  }

  async update() {
    const conversation = await this.conversation()

    if (await conversation.update({ title: this.title })) {
      this.redirectTo(paths.conversation(conversation), { notice: `The ${this.noun} has its new title.` })
    } else {
      await this.renderEdit(conversation, { status: 422 })
    }
  }

  async destroy() {
    const conversation = await this.conversation()

    if (await conversation.destroy()) {
      this.redirectTo(paths.conversations(conversation), { notice: `The ${this.noun} was deleted.` })
    } else {
      await this.renderEdit(conversation, { status: 422 })
    }
  }

  private renderNew(conversation: Conversation, options?: Options) {
    const { query, body, originalUrl } = this.request
    const unsent = this.session?.unsentForm(originalUrl)?.body
    const { storyteller_id: storytellerId } = permit({ ...unsent, ...query, ...body }, ["storyteller_id"])
    const locals = { title: `New ${this.noun}`, conversation, storytellerId }
    return this.render("conversations/new", locals, options)
  }

  private renderEdit(conversation: Conversation, options?: Options) {
    return this.render("conversations/edit", { title: `Edit ${this.noun}`, conversation }, options)
  }

  /** The name of its fields, and in the plural the folder of its list. */
  private get kind() {
    return this.conversationClass.kind
  }

  /** For people. */
  private get noun() {
    return this.conversationClass.noun
  }

  /** None, until the first message gives it one. */
  private get title() {
    return this.fields(this.kind, ["title"]).title?.trim() || null
  }
}

function capitalized(noun: string) {
  return noun.charAt(0).toUpperCase() + noun.slice(1)
}
