import { type Conversation, Message, type MessageStamp } from "../../ai_engine/index.ts"
import type { User } from "../user.ts"
import { messageLocals } from "../user/broadcasts.ts"
import type { LiveAnswer } from "./live_answer.ts"
import type { LiveFormat } from "./live_format.ts"

/** What a terminal would take for more than text: it might move its cursor, or worse. */
const CONTROLS = /[\p{Cc}--[\n\t]]/gv

/** A thread as its words were written: Markdown is made to be read as it is. */
export class LiveText implements LiveFormat {
  readonly #reader: User
  readonly #conversation: Conversation

  constructor(reader: User, conversation: Conversation) {
    this.#reader = reader
    this.#conversation = conversation
  }

  async messages(stamps: MessageStamp[]) {
    const ids = stamps.map(({ id }) => id)
    const messages = new Map((await Message.withIds(ids)).map((message) => [message.id, message]))
    const texts = ids.flatMap((id) => messages.get(id) ?? []).map((message) => this.#whole(message))
    return (await Promise.all(texts)).join("")
  }

  async question(message: Message) {
    return this.#whole(message)
  }

  async beginning(message: Message) {
    const { run, author } = await this.#locals(message)
    const model = message.model ? ` (${message.model})` : ""
    return printable(message.role === "user" ? `${author}\n\n` : `${run.assistantName}${model}\n\n`)
  }

  content({ words }: LiveAnswer) {
    return printable(words)
  }

  async end(message: Message) {
    const { run } = await this.#locals(message)
    const note = run.status === "cancelled" ? "You stopped this answer." : run.errorMessage
    return message.role === "assistant" && note ? `\n\n[${printable(note)}]\n\n` : "\n\n"
  }

  cut() {
    return "\n\n"
  }

  #locals(message: Message) {
    return messageLocals(this.#reader, { message, conversation: this.#conversation })
  }

  async #whole(message: Message) {
    return (await this.beginning(message)) + printable(message.content) + (await this.end(message))
  }
}

function printable(text: string) {
  return text.replace(CONTROLS, "")
}
