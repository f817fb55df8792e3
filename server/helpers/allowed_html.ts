/** The attributes of a tag, in this order, and what each may hold. */
type Attributes = Record<string, string>

/** What an address may lead to. */
export const SAFE_ADDRESS = /^(?:https?|mailto):/i

const BARE: Attributes = {}
const ALIGNED = { align: "left|center|right" }
const ADDRESS = { href: '(?:[hH][tT][tT][pP][sS]?|[mM][aA][iI][lL][tT][oO]):[^"]*' }
const TITLE = { title: '[^"]*' }
const LEADS_OUT = { rel: "noopener noreferrer nofollow", target: "_blank" }
const MESSAGE = "(?:message_\\d+-(?:t\\d+-)?)?"
const NOTE = `${MESSAGE}note-\\d+`
const REFERENCE = `${MESSAGE}noteref-\\d+(?:-\\d+)?`

/** All that Markdown becomes: the tags that its renderer writes, and that the sanitiser lets through. */
const ALLOWED_HTML: Record<string, Attributes[]> = {
  p: [BARE],
  h3: [BARE],
  h4: [BARE],
  h5: [BARE],
  h6: [BARE],
  blockquote: [BARE],
  ul: [BARE],
  ol: [BARE, { start: "\\d+" }],
  li: [BARE, { id: NOTE, value: "\\d+" }],
  pre: [{ tabindex: "0" }],
  hr: [BARE],
  div: [
    { class: "table", tabindex: "0" },
    { class: "code", "data-controller": "copy" },
    { class: "thinking__text" },
  ],
  table: [BARE],
  thead: [BARE],
  tbody: [BARE],
  tr: [BARE],
  th: [BARE, ALIGNED],
  td: [BARE, ALIGNED],
  strong: [BARE],
  em: [BARE],
  del: [BARE],
  code: [BARE, { class: "language-[\\w+#.\\-]+(?: hljs)?" }],
  span: [{ class: "hljs-[\\w\\-]+(?: [a-z]+_)*" }],
  a: [
    { ...ADDRESS, ...LEADS_OUT },
    { ...ADDRESS, ...TITLE, ...LEADS_OUT },
    { id: REFERENCE, href: `#${NOTE}` },
    { href: `#${REFERENCE}`, "aria-label": "Back to the text" },
  ],
  br: [BARE],
  sup: [BARE],
  details: [{ class: "thinking" }],
  summary: [BARE],
  section: [{ class: "footnotes", "aria-label": "Footnotes" }],
}

export const ALLOWED_NAMES = Object.keys(ALLOWED_HTML)

const BARE_NAMES = new Set(ALLOWED_NAMES.filter((name) => ALLOWED_HTML[name]?.includes(BARE)))
const ALLOWED_TAG = new RegExp(`^(?:${ALLOWED_NAMES.flatMap(patterns).join("|")})$`)

/** Takes what stands between the angle brackets of a start tag. */
export function isAllowedTag(tag: string) {
  return BARE_NAMES.has(tag) || ALLOWED_TAG.test(tag)
}

function patterns(name: string) {
  return (ALLOWED_HTML[name] ?? []).map((attributes) => {
    const pairs = Object.entries(attributes).map(([attribute, value]) => ` ${attribute}="(?:${value})"`)
    return name + pairs.join("")
  })
}
