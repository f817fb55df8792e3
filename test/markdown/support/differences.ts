const TAG = /\n?<(\/?)(\w+)([^>]*)>\n?/g
/** The head of a table, and the paragraphs right above it. */
const BEFORE_ROWS =
  /(?:<(?:p|li)>(?:(?!<\/?p>|<div|<li>).)*(?:<\/p>)?)*<div class="table"[^>]*><table><thead>.*?<\/thead>/g
const INLINE = /^(?:a|code|del|em|span|strong)$/

/** What can be read, to the character, without white space that does not show. */
export function textOf(html: string) {
  const spaced = html.replace(/<pre.*?<\/pre>/gs, (code) => code.replaceAll("\n", "\0"))
  return spaced
    .replace(/ *<(?:br|(\/?(?!a\b|code|del|em|span|strong)\w+))[^>]*>\s*/g, "\n")
    .replace(/<hr>/g, "—")
    .replace(/<[^>]*>/g, "")
    .replace(/\n+/g, "")
    .replaceAll("\0", "\n")
    .trim()
}

/** Each makes the same of both kinds of structure. */
const KINDS: Record<string, (html: string) => string> = {
  "code without colours": (html) => html.replaceAll(' hljs"', '"').replace(/<\/?span[^>]*>/g, ""),
  "a list that turned loose": withoutParagraphsInItems,
  "a paragraph that an underline turns into a heading": (html) => html.replace(/(<\/?)h[3-6]>/g, "$1p>"),
  "a table whose first words came before its first bar": (html) =>
    html.replace(BEFORE_ROWS, (head) => head.replace(/<\/?(?:p|br|div|table|thead|tr|th)\b[^>]*>/g, "")),
  "an address whose beginning came before its @": (html) =>
    html.replace(/<a href="mailto:[^>]*>(.*?)<\/a>/g, "$1"),
}

/** Which kinds of differences are between the two; undefined where there are others. */
export function differences(one: string, other: string) {
  let [before, after] = [compact(one), compact(other)]
  const kinds: string[] = []

  for (const [kind, unify] of Object.entries(KINDS)) {
    if (before === after) break
    const unified = [unify(before), unify(after)] as const
    if (unified[0] !== before || unified[1] !== after) kinds.push(kind)
    ;[before, after] = unified
  }
  return before === after ? kinds : undefined
}

function compact(html: string) {
  return html
    .replace(/<pre.*?<\/pre>/gs, (code) => code.replaceAll("\n", "\0"))
    .replace(TAG, (_, slash, name, attributes) => `<${slash}${name}${attributes}>`)
    .replace(/(<(?!\/)(\w+)[^>]*>) +/g, (match, tag, name) => (INLINE.test(name) ? match : tag))
}

function withoutParagraphsInItems(html: string) {
  let depth = 0

  return html.replace(TAG, (tag, slash, name) => {
    if (name === "li") depth += slash ? -1 : 1
    return depth > 0 && (name === "p" || /^h[3-6]$/.test(name) || name === "br") ? "" : tag
  })
}
