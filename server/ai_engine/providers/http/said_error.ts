/** An error as the server says it, in whatever form. */
export type SaidError = {
  message: string | undefined
  code: string | undefined
  type: string | undefined
  param: string | undefined
}

type Fields = Record<string, unknown>

const DEEPEST = 5
const LONGEST = 10_000
/** What servers call the sentence, the most telling first. */
const SENTENCES = [
  "message",
  "error_description",
  "detail",
  "details",
  "msg",
  "reason",
  "title",
  "description",
]
const NESTED = ["error", "errors", "Message", "errorMessage"]

/** Reads `{ error: { message } }`, `{ error: "…" }`, `{ detail: [{ loc, msg }] }`, `{ object: "error", message }` and the like. */
export function saidError(json: unknown): SaidError {
  const fields = fieldsOf(json)

  return {
    message: wordsOf(json, 0)?.slice(0, LONGEST),
    code: first(fields, (at) => nameOf(at.code)) ?? first(fields, (at) => nameOf(at.error)),
    type: first(fields, (at) => nameOf(at.type)),
    param: first(fields, (at) => nameOf(at.param)),
  }
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function wordsOf(said: unknown, depth: number): string | undefined {
  if (depth > DEEPEST) return undefined

  if (typeof said === "string") {
    const inner = /^\s*[{[]/.test(said) ? wordsOf(jsonOf(said), depth + 1) : undefined
    return inner ?? (said.trim() || undefined)
  } else if (Array.isArray(said)) {
    const all = said.slice(0, DEEPEST).flatMap((one) => wordsOf(one, depth + 1) ?? [])
    return all.join("; ") || undefined
  } else if (isFields(said)) {
    return placed(said, firstWords(said, depth))
  }
}

function firstWords(said: Fields, depth: number): string | undefined {
  for (const name of [...SENTENCES, ...NESTED]) {
    const words = wordsOf(said[name], depth + 1)
    if (words) return words
  }
}

/** Those who check fields say which one they mean beside the sentence. */
function placed({ loc }: Fields, words: string | undefined) {
  const place = Array.isArray(loc) ? loc.filter((part) => part !== "body").join(".") : ""
  return words && place ? `${place}: ${words}` : words
}

/** The object that holds the error, and the whole around it. */
function fieldsOf(json: unknown): Fields[] {
  const whole = Array.isArray(json) ? json[0] : json
  return isFields(whole) ? [whole, whole.error, whole.detail].filter(isFields).toReversed() : []
}

function first(fields: Fields[], read: (fields: Fields) => string | undefined) {
  return fields.map(read).find((value) => value !== undefined)
}

/** A name, or a number, and no sentence. */
function nameOf(value: unknown): string | undefined {
  const name = typeof value === "number" ? String(value) : value
  return typeof name === "string" && /^[\w.[\]-]{1,100}$/.test(name) ? name : undefined
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
