import assert from "node:assert/strict"
import { on } from "node:events"
import { test } from "node:test"
import { Worker } from "node:worker_threads"
import { random } from "../support/random.ts"

/** Characters. What takes the square of them takes four times as many steps for each at the last as at the first. */
const SIZES = [500, 2000]
/** Steps for each character: how many more of them there may be in a text four times as long, and at most. */
const MOST_GROWTH = 1.5
const MOST = 400
const FEW = 100
const COMPOSITIONS = 60

const PIECES = [
  "a\n",
  "b c ",
  "\n",
  "\n\n",
  "- ",
  "- a\n",
  "* b\n",
  "1. c\n",
  "  ",
  "    ",
  "> ",
  "> a\n",
  ">",
  "# ",
  "---\n",
  "=\n",
  "|",
  "|-|",
  "-|",
  "a|b\n",
  "-|-\n",
  "|a|\n",
  "```\n",
  "~~~",
  "`",
  "``",
  "*",
  "**",
  "_",
  "__a",
  "*a",
  "a*",
  "~~",
  "[",
  "]",
  "[a]",
  "](",
  "](b)",
  "![",
  ")",
  "(",
  "[a]: b\n",
  "[^1]",
  "[^1]: c\n",
  "<",
  "<a ",
  ">",
  "http://a.b",
  "www.",
  "a@b.c",
  "@",
  "&",
  "&#",
  ";",
  "\\",
  "\\*",
  "\\(",
  "\\[",
  "$",
  "$$",
  "\t",
  "汉",
  "😀",
  ".",
  "!",
  '"',
  "'",
  "x",
  "- [ ] ",
  " \n",
]

/** Of these, each once took the square of its length. */
const KNOWN: Record<string, (length: number) => string> = {
  "a row of delimiters that is none": (length) => `a\n${repeated("-|", length)}x`,
  "an item of lazy lines": (length) => `- a\n${repeated("b\n", length)}`,
  "quotes of lists with lazy lines": (length) => repeated("> - a\nb\n", length),
  "quotes in quotes with lazy lines": (length) => repeated("> > a\nb\n", length),
  items: (length) => repeated("- a\n", length),
  "short rows": (length) => `|a|\n|-|\n${repeated("|b|\n", length)}`,
  "small tables": (length) => repeated("|a|b|\n|-|-|\n|c|d|\n\n", length),
  "tables whose rows are tables": (length) => repeated("a|b\n-|-\n", length),
  "headers that fit no table": (length) => repeated("a\n-|-\n", length),
  "brackets in emphasis": (length) => repeated("_[a", length),
  "emphasis that never ends": (length) => repeated("*a", length),
  "escaped backticks": (length) => repeated("\\``", length),
  "labels with escaped brackets": (length) => `[a]: b\n\n${repeated("\\[", length)}`,
  "words for an address": (length) => repeated("_a", length),
}

test("reading takes as many steps for a character in a long text as in a short one", {
  timeout: 300_000,
}, async () => {
  const makers = { ...KNOWN, ...compositions(1) }
  const texts = Object.values(makers).flatMap((make) => SIZES.map(make))
  const steps = await countedSteps(texts)

  for (const [index, name] of Object.keys(makers).entries()) {
    const [few = 0, many = 0] = SIZES.map((size, at) => (steps[index * SIZES.length + at] ?? 0) / size)
    const message = `${name}: ${few.toFixed()} steps for a character, then ${many.toFixed()}`
    assert.ok(many <= Math.max(MOST_GROWTH * few, FEW) && many <= MOST, message)
  }
})

/** Pieces that are repeated, and some that follow them. */
function compositions(seed: number) {
  const next = random(seed)
  const some = (most: number) =>
    Array.from({ length: 1 + next() * most }, () => PIECES[Math.floor(next() * PIECES.length)]).join("")
  const parts = Array.from({ length: COMPOSITIONS }, () => [some(5), next() < 0.5 ? some(3) : ""] as const)

  return Object.fromEntries(
    parts.map(([unit, other]) => [
      JSON.stringify([unit, other]),
      (length: number) =>
        other ? repeated(unit, length / 2) + repeated(other, length / 2) : repeated(unit, length),
    ]),
  )
}

function repeated(text: string, length: number) {
  return text.repeat(Math.ceil(length / text.length)).slice(0, length)
}

async function countedSteps(texts: string[]) {
  const file = new URL("../support/counted_rendering.ts", import.meta.url)
  const worker = new Worker(file, { workerData: texts, resourceLimits: { stackSizeMb: 200 } })
  const steps: number[] = []

  for await (const [step] of on(worker, "message", { close: ["exit"] })) steps.push(step)
  assert.equal(steps.length, texts.length)
  return steps
}
