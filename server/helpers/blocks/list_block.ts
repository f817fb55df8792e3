import type { Lexer, Token, Tokenizer, Tokens } from "marked"
import type { ReadItems } from "./list_items.ts"

type BlockLexer = Lexer<string, string>
type Rules = Tokenizer["rules"]

/** The token of a list, with what is in its items. */
export function listBlock(source: string, read: ReadItems, lexer: BlockLexer, rules: Rules): Tokens.List {
  const [, bullet = ""] = rules.block.list.exec(source) ?? []
  const marker = bullet.trim()
  const ordered = marker.length > 1
  const items = read.items.map(({ raw, text, isTask }) => {
    return { type: "list_item" as const, raw, task: isTask, loose: false, text, tokens: [] as Token[] }
  })
  const list: Tokens.List = {
    type: "list",
    raw: source.slice(0, read.length).trimEnd(),
    ordered,
    start: ordered ? Number(marker.slice(0, -1)) : "",
    loose: read.isLoose,
    items,
  }

  const queued = items.map((item) => {
    const start = lexer.inlineQueue.length
    lexer.state.top = false
    item.tokens = lexer.blockTokens(item.text, [])
    list.loose ||= item.tokens.some(({ type, raw }) => type === "space" && rules.other.anyLine.test(raw))
    return start
  })

  for (const [index, item] of items.entries()) {
    if (item.task) placeCheckbox(item, list.loose, lexer, queued[index] ?? 0, rules)
  }
  if (list.loose) items.forEach(loosen)
  return list
}

function placeCheckbox(
  item: Tokens.ListItem,
  loose: boolean,
  lexer: BlockLexer,
  start: number,
  rules: Rules,
) {
  const [first] = item.tokens
  item.task = first?.type === "text" || first?.type === "paragraph"
  if (!item.task) return

  const text = first as Tokens.Paragraph
  const { listReplaceTask } = rules.other
  item.text = item.text.replace(listReplaceTask, "")
  text.raw = text.raw.replace(listReplaceTask, "")
  text.text = text.text.replace(listReplaceTask, "")

  const queued = lexer.inlineQueue[start]
  if (queued?.tokens === text.tokens) queued.src = queued.src.replace(listReplaceTask, "")

  const [mark] = rules.other.listTaskCheckbox.exec(item.raw) ?? []
  if (!mark) return

  const checkbox: Tokens.Checkbox = { type: "checkbox", raw: `${mark} `, checked: mark !== "[ ]" }
  item.checked = checkbox.checked
  if (loose) {
    text.raw = checkbox.raw + text.raw
    text.text = checkbox.raw + text.text
    text.tokens.unshift(checkbox)
  } else {
    item.tokens.unshift(checkbox)
  }
}

function loosen(item: Tokens.ListItem) {
  item.loose = true
  for (const token of item.tokens) {
    if (token.type === "text") token.type = "paragraph"
  }
}
