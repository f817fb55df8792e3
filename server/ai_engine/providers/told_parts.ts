import { isObject, textOf } from "./text_of.ts"

type Whole = { text: string; messageId: string | null }
type Told = Record<string, unknown>

const TEXT_DONE = /^response\.(output_text|text|refusal)\.done$/

/** The texts of a response as they are told again when each is done, for servers that tell them only then. */
export class ToldParts {
  readonly #messages = new Map<number, { id: unknown; parts: Map<number, string> }>()

  read(event: Told, type: string) {
    if (TEXT_DONE.test(type)) {
      this.#keep(event, textOf(event.text ?? event.refusal))
    } else if (type === "response.content_part.done") {
      this.#keep(event, textOf(event.part))
    } else if (type === "response.output_item.done" && isMessage(event.item)) {
      this.#messages.set(numberOf(event.output_index), {
        id: event.item.id,
        parts: new Map([[0, textOf(event.item.content)]]),
      })
    }
  }

  /** All of it, as `output` says, or the parts where that says nothing. A blank line divides messages. */
  whole(output: unknown): Whole {
    const told = (Array.isArray(output) ? output : []).filter(isMessage)
    const messages = told.map(({ id, content }) => ({ id, text: textOf(content) }))
    const spoken = messages.filter(({ text }) => text !== "")
    const all = spoken.length > 0 ? spoken : this.#all()
    const id = all.at(-1)?.id
    return {
      text: all.map(({ text }) => text).join("\n\n"),
      messageId: typeof id === "string" && id ? id : null,
    }
  }

  #all() {
    return [...this.#messages]
      .sort(([one], [other]) => one - other)
      .map(([, { id, parts }]) => ({ id, text: [...parts.values()].join("") }))
      .filter(({ text }) => text !== "")
  }

  #keep(event: Told, text: string) {
    const index = numberOf(event.output_index)
    const message = this.#messages.get(index) ?? { id: event.item_id, parts: new Map<number, string>() }
    message.parts.set(numberOf(event.content_index), text)
    this.#messages.set(index, message)
  }
}

function isMessage(item: unknown): item is Told {
  return isObject(item) && (item.type === "message" || (item.type === undefined && "content" in item))
}

function numberOf(index: unknown) {
  return typeof index === "number" ? index : 0
}
