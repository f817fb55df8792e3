import assert from "node:assert/strict"
import { test } from "node:test"
import { healMarkdown } from "../../server/turbo/heal_markdown.ts"

const healings: Record<string, Record<string, string>> = {
  "what is open is closed": {
    "a **bold": "a **bold**",
    "a **bold *nested": "a **bold *nested***",
    "*a **b** c": "*a **b** c*",
    "***both": "***both***",
    "***both* one": "***both* one**",
    "__under *stars": "__under *stars*__",
    "~~gone": "~~gone~~",
    "~~gone~": "~~gone~~",
    "`code *": "`code *`",
    "``a ` b": "``a ` b``",
    "**a `b": "**a `b`**",
    "你好**世": "你好**世**",
  },
  "markers that may go on are held back": {
    "a *": "a",
    "**bold*": "**bold**",
    "**bold** and *": "**bold** and",
    "a `": "a",
    "a ``": "a",
    "`a` `": "`a`",
    "a \\": "a",
    "a\\\n<htt": "a",
    "a &am": "a",
    "Hello!": "Hello",
    "a <htt": "a",
  },
  "links show when they are whole": {
    "see [the": "see",
    "see [the]": "see",
    "see [the](https://a.ex": "see",
    "see [the](https://a.example) x": "see [the](https://a.example) x",
    "see [the](https://a.example/b_c) x": "see [the](https://a.example/b_c) x",
    "see **[the": "see",
    "**see [the": "**see**",
    "see [the][ref]": "see [the][ref]",
    "see [1] and": "see [1] and",
    "see ![a](https://a.ex": "see",
    "see https://a.ex": "see",
    "see htt": "see",
    "see **htt": "see",
    "[ref]: https://a.ex": "",
  },
  "what stands for itself stays": {
    "2*3 and snake_case": "2*3 and snake_case",
    "5 * 4 < 6 & 7 > 3": "5 * 4 < 6 & 7 > 3",
    "\\*plain\\*": "\\*plain\\*",
    "`a*b` c": "`a*b` c",
    [`[0, 1) is an interval ${"and so on ".repeat(10)}.`]: `[0, 1) is an interval ${"and so on ".repeat(10)}.`,
  },
  "a row that may begin a table waits": {
    "| a | b |": "",
    "text\n| a | b |\n|--": "text",
    "| a | b |\ntext": "| a | b |\ntext",
  },
}

for (const [name, cases] of Object.entries(healings)) {
  test(name, () => {
    for (const [source, healed] of Object.entries(cases)) assert.equal(healMarkdown(source), healed)
  })
}
