import type { Request } from "express"
import { ownPath } from "./own_path.ts"

type Field = { name: string; value: string }
type TypedField = Field & { label: string }

/** What was chosen, and ids. */
const NOT_TYPED = /(^|\[)(model|\w*_id)\]?(\[|$)/
/** Passwords, and what carries a form through signing in. */
const NOT_KEPT = /(^|\[)(_method|return_to|unsent|password)\]?$/

/** A form that could not be taken: where it is, and what it held. */
export class UnsentForm {
  /** The page that the form is on. */
  readonly page: string
  readonly body: Record<string, unknown>

  static of(request: Request, page: string): UnsentForm {
    return new UnsentForm(page, request.body)
  }

  /** What `String()` made of one; it has been to a browser and back, so it may be anything. */
  static parse(text: string | null | undefined): UnsentForm | undefined {
    try {
      const { page, body } = JSON.parse(text ?? "null")
      const path = typeof page === "string" ? ownPath(page) : undefined
      return path ? new UnsentForm(path, body) : undefined
    } catch {
      return undefined
    }
  }

  private constructor(page: string, body: unknown) {
    this.page = page
    this.body = isRecord(body) ? without(body, NOT_KEPT) : {}
  }

  /** As a browser would send it. */
  get fields(): Field[] {
    return flat(this.body)
  }

  get typed(): TypedField[] {
    return this.fields
      .filter(({ name, value }) => !NOT_TYPED.test(name) && value.trim() !== "")
      .map((field) => ({ ...field, label: labelOf(field.name) }))
  }

  toString() {
    return JSON.stringify({ page: this.page, body: this.body })
  }
}

function without(body: Record<string, unknown>, names: RegExp): Record<string, unknown> {
  const kept = Object.entries(body).filter(([name]) => !names.test(name))
  return Object.fromEntries(
    kept.map(([name, value]) => [name, isRecord(value) ? without(value, names) : value]),
  )
}

function flat(values: object, prefix = ""): Field[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const part = Array.isArray(values) ? "" : key
    const name = prefix ? `${prefix}[${part}]` : key
    if (typeof value === "string") return [{ name, value }]

    return typeof value === "object" && value !== null ? flat(value, name) : []
  })
}

/** "storyteller[max_prompt_tokens]" is "Max prompt tokens". */
function labelOf(name: string) {
  const [words = ""] = /\w+(?=\]?(\[\])?$)/.exec(name) ?? []
  const text = words.replaceAll("_", " ")
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
