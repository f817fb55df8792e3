import { ConfigError } from "./config_error.ts"

const NAME = /^[!#$%&'*+.^_`|~\w-]+$/
const VALUE = /^[\x20-\x7e]+$/
/** A line break, or a comma or semicolon before a further name. */
const BETWEEN = /[\r\n]+|[,;]\s*(?=[!#$%&'*+.^_`|~\w-]+:(?!\/\/))/
/** What a request can't do without. */
const OURS = [
  "host",
  "content-length",
  "content-type",
  "transfer-encoding",
  "connection",
  "expect",
  "upgrade",
  "te",
]

/** `Name: value` by lines, commas or semicolons, or one JSON object. No value is ever repeated: they may be keys. */
export function headers(variable: string, text: string | undefined): Record<string, string> | undefined {
  if (text === undefined) return undefined

  const pairs = (text.startsWith("{") ? fromJson(variable, text) : fromLines(text)).map(
    ([name, value]) => [name.toLowerCase(), value] as const,
  )
  const [wrong] = pairs.flatMap(([name, value], at) => wrongIn(name, value, pairs.slice(0, at)) ?? [])
  if (wrong || pairs.length === 0) {
    throw new ConfigError(
      `${variable} must be "Name: value", with commas, semicolons or line breaks between several, or JSON${wrong ? `: ${wrong}` : ""}.`,
    )
  }
  return Object.fromEntries(pairs)
}

function fromLines(text: string): [string, string][] {
  const lines = text.split(BETWEEN).map((line) => line.trim())
  return lines.filter(Boolean).map((line) => {
    const colon = line.indexOf(":")
    return colon > 0 ? [line.slice(0, colon).trim(), line.slice(colon + 1).trim()] : ["", ""]
  })
}

function fromJson(variable: string, text: string): [string, string][] {
  try {
    return Object.entries(JSON.parse(text)).map(([name, value]) => [
      name,
      typeof value === "string" ? value : "",
    ])
  } catch {
    throw new ConfigError(`${variable} begins like JSON, but can't be read as JSON.`)
  }
}

function wrongIn(name: string, value: string, before: (readonly [string, string])[]): string | undefined {
  if (!NAME.test(name)) {
    return "one has no name"
  } else if (OURS.includes(name)) {
    return `${name} can't be set`
  } else if (before.some(([other]) => other === name)) {
    return `${name} is there twice`
  } else if (!VALUE.test(value)) {
    return `the value of ${name} is empty, or holds a character that no header can`
  }
}
