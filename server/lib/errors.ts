/** What is wrong with a record, field by field, in sentences for people; `base` is about the whole of it. */
export class Errors {
  #messages = new Map<string, string[]>()

  add(field: string, message: string) {
    this.#messages.set(field, [...this.on(field), message])
  }

  on(field: string): string[] {
    return this.#messages.get(field) ?? []
  }

  /** Takes over what is wrong with another record that this one cannot be without. */
  addAll(others: Errors) {
    for (const field of others.fields) {
      for (const message of others.on(field)) this.add(field, message)
    }
  }

  clear() {
    this.#messages.clear()
  }

  get any() {
    return this.#messages.size > 0
  }

  get fields() {
    return [...this.#messages.keys()]
  }

  get sentences() {
    return [...this.#messages.values()].flat()
  }
}

export class RecordNotFound extends Error {
  constructor(what: string) {
    super(`${what} was not found.`)
  }
}
