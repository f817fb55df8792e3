const ENTITIES: Record<string, string> = { "&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;" }

type Action = "append" | "prepend" | "before" | "after" | "replace" | "update" | "remove" | "refresh"

type Content = {
  /** The id of the one element it applies to. */
  target?: string
  /** A CSS selector of all it applies to. */
  targets?: string
  /** Safe HTML: it is not escaped. */
  html?: string
}

export function turboStream(action: Action, { target, targets, html = "" }: Content = {}) {
  const tag = `<turbo-stream action="${action}"${attribute("target", target)}${attribute("targets", targets)}>`

  if (action === "remove" || action === "refresh") {
    return `${tag}</turbo-stream>`
  } else {
    return `${tag}<template>${html}</template></turbo-stream>`
  }
}

function attribute(name: string, value: string | undefined) {
  return value === undefined ? "" : ` ${name}="${escapeAttribute(value)}"`
}

function escapeAttribute(value: string) {
  return value.replace(/[&"<>]/g, (character) => ENTITIES[character] ?? character)
}
