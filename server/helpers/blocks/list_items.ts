import type { Tokenizer } from "marked"
import { expandTabs } from "./expand_tabs.ts"
import { continuesLazily } from "./lazy_line.ts"

type Rules = Tokenizer["rules"]

export type ReadItem = { raw: string; text: string; isTask: boolean }

/** `length` is how far was read; `isLoose`, whether a blank line stands between two items. */
export type ReadItems = { items: ReadItem[]; length: number; isLoose: boolean }

/** What a block that ends an item begins with. */
const BEGINNING = /^ *[`~#<>*+_\d-]/
const itemRules = new Map<string, RegExp>()
const starts: RegExp[][] = []

/** The items of a list by their lines, as marked tells them apart; what is in them is not looked at. */
export function readItems(source: string, rules: Rules): ReadItems {
  const [, bullet = ""] = rules.block.list.exec(source) ?? []
  const itemRule = ruleFor(bullet.trim(), rules)
  const items: ReadItem[] = []
  let rest = source
  let isLoose = false
  let endsInBlankLine = false

  while (rest !== "") {
    const start = itemRule.exec(rest)
    if (!start || rules.block.hr.test(rest)) break

    const { text, length } = readItem(rest, start, rules)
    const raw = rest.slice(0, length)
    rest = rest.slice(length)
    isLoose ||= endsInBlankLine
    endsInBlankLine ||= rules.other.doubleBlankLine.test(raw)
    items.push({ raw, text, isTask: rules.other.listIsTask.test(text) })
  }

  const last = items.at(-1)
  if (last) {
    last.raw = last.raw.trimEnd()
    last.text = last.text.trimEnd()
  }
  return { items, length: source.length - rest.length, isLoose }
}

function readItem(source: string, [opening, marker = "", behind = ""]: RegExpExecArray, rules: Rules) {
  const { other } = rules
  const [firstLine = ""] = behind.split("\n", 1)
  let line = withoutTabs(firstLine, marker.length)
  let isBlank = line.trim() === ""
  const { indent, text } = opened(line, isBlank, marker.length)
  const lines = [text]
  let rest = source.slice(opening.length)
  let isLazy = false

  if (isBlank && other.blankLine.test(firstOf(rest))) {
    // An item begins with one blank line at most.
    return { text, length: opening.length + Math.min(firstOf(rest).length + 1, rest.length) }
  }

  const blockStarts = startsOf(indent, other)

  while (rest !== "") {
    const next = firstOf(rest)
    const expanded = withoutTabs(next)

    if (BEGINNING.test(next) && blockStarts.some((rule) => rule.test(next))) break
    if (expanded.search(other.nonSpaceChar) >= indent || next.trim() === "") {
      lines.push(expanded.slice(indent))
      isLazy = false
    } else if (continuesLazily({ line, isBlank, isLazy, isFirst: lines.length === 1, indent, rules })) {
      lines.push(isUnderline(line, next, rules) ? `    ${expanded.replace(/^ {0,3}/, "")}` : next)
      isLazy = true
    } else {
      break
    }

    isBlank = next.trim() === ""
    rest = rest.slice(next.length + 1)
    line = expanded.slice(indent)
  }

  return { text: lines.join("\n"), length: source.length - rest.length }
}

function opened(line: string, isBlank: boolean, markerLength: number) {
  if (isBlank) {
    return { indent: markerLength + 1, text: "" }
  } else {
    const spaces = line.search(/[^ ]/)
    // More than four spaces are the beginning of indented code.
    const indent = spaces > 4 ? 1 : spaces
    return { indent: indent + markerLength, text: line.slice(indent) }
  }
}

// Below a line that goes on with a paragraph, it is words.
function isUnderline(line: string, next: string, rules: Rules) {
  return /^ {0,3}(?:=+|-+) *$/.test(next) && rules.block.lheading.test(`${line}\n${next}`)
}

function startsOf(indent: number, other: Rules["other"]) {
  // All that are indented by so much or more are told apart by the same rules.
  const known = Math.min(indent, 4)
  starts[known] ??= [
    other.fencesBeginRegex(indent),
    other.headingBeginRegex(indent),
    other.htmlBeginRegex(indent),
    other.blockquoteBeginRegex(indent),
    other.nextBulletRegex(indent),
    other.hrRegex(indent),
  ]
  return starts[known]
}

function withoutTabs(line: string, column = 0) {
  const space = line.includes("\t") ? /^[ \t]*\t[ \t]*/.exec(line)?.[0] : undefined
  return space ? expandTabs(space, column) + line.slice(space.length) : line
}

function ruleFor(bullet: string, rules: Rules) {
  const kind = bullet.length > 1 ? `\\d{1,9}\\${bullet.slice(-1)}` : `\\${bullet}`
  const rule = itemRules.get(kind) ?? rules.other.listItemRegex(kind)
  itemRules.set(kind, rule)
  return rule
}

function firstOf(source: string) {
  const end = source.indexOf("\n")
  return end === -1 ? source : source.slice(0, end)
}
