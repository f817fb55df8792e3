/** Of a part of an answer: `null` is text without a type, as some servers send it. */
const TEXT_TYPES: unknown[] = ["text", "output_text", "refusal", undefined, null, ""]

/**
 * The text of what servers send as content: a string, a number, one part, or a list of them, nested or not. Parts that
 * hold something else (thinking, tool calls, images) have none.
 */
export function textOf(content: unknown): string {
  if (typeof content === "string") {
    return content
  } else if (typeof content === "number") {
    return String(content)
  } else if (Array.isArray(content)) {
    return content.map(textOf).join("")
  } else {
    return isObject(content) ? textOfPart(content) : ""
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function textOfPart({ type, text, value, content, refusal }: Record<string, unknown>): string {
  return TEXT_TYPES.includes(type) ? textOf(text ?? refusal ?? value ?? content) : ""
}
