import type { Conversation, Message, MessageStamp } from "../../ai_engine/index.ts"
import { renderTemplate } from "../../lib/view.ts"
import type { User } from "../user.ts"
import { MESSAGE, messageLocals } from "../user/broadcasts.ts"
import { messageList } from "../user/message_list.ts"
import type { LiveAnswer } from "./live_answer.ts"
import type { LiveFormat } from "./live_format.ts"

/** The messages of the thread's page, of which the one that grows is open at its end. */
export class LiveHtml implements LiveFormat {
  readonly #reader: User
  readonly #conversation: Conversation

  constructor(reader: User, conversation: Conversation) {
    this.#reader = reader
    this.#conversation = conversation
  }

  async messages(stamps: MessageStamp[]) {
    return Buffer.concat((await messageList(this.#reader, this.#conversation, stamps)).parts)
  }

  async question(message: Message) {
    return renderTemplate(MESSAGE, await this.#locals(message))
  }

  async beginning(answer: Message) {
    return renderTemplate("live_conversations/_beginning", await this.#locals(answer))
  }

  content({ html }: LiveAnswer) {
    return html
  }

  async end(answer: Message) {
    return renderTemplate("live_conversations/_end", await this.#locals(answer))
  }

  cut({ closing }: LiveAnswer) {
    return `${closing}</div></article>`
  }

  #locals(message: Message) {
    return messageLocals(this.#reader, { message, conversation: this.#conversation })
  }
}
