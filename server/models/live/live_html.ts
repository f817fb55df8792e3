import type { Message, MessageStamp } from "../../ai_engine/index.ts"
import { renderTemplate } from "../../lib/view.ts"
import type { User } from "../user.ts"
import { MESSAGE, messageLocals } from "../user/broadcasts.ts"
import { messageList } from "../user/message_list.ts"
import type { LiveAnswer } from "./live_answer.ts"
import type { LiveFormat } from "./live_format.ts"

/** The messages of the thread's page, of which the one that grows is open at its end. */
export class LiveHtml implements LiveFormat {
  readonly #reader: User

  constructor(reader: User) {
    this.#reader = reader
  }

  async messages(stamps: MessageStamp[]) {
    return Buffer.concat((await messageList(this.#reader, stamps)).parts)
  }

  async question(message: Message) {
    return renderTemplate(MESSAGE, await messageLocals(this.#reader, message))
  }

  async beginning(answer: Message) {
    return renderTemplate("live_threads/_beginning", await messageLocals(this.#reader, answer))
  }

  content({ html }: LiveAnswer) {
    return html
  }

  async end(answer: Message) {
    return renderTemplate("live_threads/_end", await messageLocals(this.#reader, answer))
  }

  cut({ closing }: LiveAnswer) {
    return `${closing}</div></article>`
  }
}
