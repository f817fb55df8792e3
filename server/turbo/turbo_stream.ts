const ENTITIES: Record<string, string> = { "&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;" }

type Action = "append" | "prepend" | "before" | "after" | "replace" | "update" | "remove" | "refresh"

type Content = {
  /** The id of the one element it applies to. */
  target?: string
  /** A CSS selector of all it applies to. */
  targets?: string
  /** Safe HTML: it is not escaped. */
  html?: string
  attributes?: Record<string, string>
}

export function turboStream(action: Action, { target, targets, html = "", attributes }: Content = {}) {
  const tag = `<turbo-stream${attributeList({ action, target, targets, ...attributes })}>`

  if (action === "remove" || action === "refresh") {
    return `${tag}</turbo-stream>`
  } else {
    return `${tag}<template>${html}</template></turbo-stream>`
  }
}

function attributeList(attributes: Record<string, string | undefined>) {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`)
    .join("")
}

function escapeAttribute(value = "") {
  return value.replace(/[&"<>]/g, (character) => ENTITIES[character] ?? character)
}
