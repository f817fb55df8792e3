import assert from "node:assert/strict"
import { createRequire } from "node:module"
import { test } from "node:test"
import { markdown } from "../../server/helpers/markdown.ts"
import { isRenderedHtml } from "../../server/helpers/rendered_html.ts"
import { AppendOnlyMarkdown } from "../../server/markdown/append_only_markdown.ts"
import { random } from "../support/random.ts"
import { LONE_MARKERS, RandomMarkdown } from "../support/random_markdown.ts"
import { differences, textOf } from "./support/differences.ts"
import { grown, withEarlyLinks } from "./support/grown.ts"

type Example = { number: number; markdown: string }

const examples: Example[] = createRequire(import.meta.url)("commonmark-spec").tests
/** What may be otherwise in the end than on the thread's page; all of it shows the same words. */
const LISTED = [
  "code without colours",
  "a list that turned loose",
  "a paragraph that an underline turns into a heading",
  "a table whose first words came before its first bar",
  "an address whose beginning came before its @",
]
const DEFINITION = /^ {0,3}(?:[-*+>] *)*\[[\s\S]+\]:/m

test("CommonMark's examples show their words to the character, whatever pieces they come in", () => {
  assert.equal(examples.length, 652)
  for (const { number, markdown: source } of examples) {
    for (const longest of [1, 12]) grow(source.replaceAll("→", "\t"), number, longest)
  }
})

test("a thousand random texts show their words to the character, and no more bytes than they need", () => {
  let [written, needed] = [0, 0]

  for (let seed = 0; seed < 1000; seed += 1) {
    const source = new RandomMarkdown(spread(seed)).document(1 + (seed % 2))
    const html = grow(source, seed, Math.max(3, source.length / 5))
    written += Buffer.byteLength(html)
    needed += Buffer.byteLength(markdown(source))
  }
  assert.ok(written <= 1.3 * needed, `${written} bytes for ${needed}`)
})

test("markers that never find their other half change nothing", () => {
  for (let seed = 0; seed < 200; seed += 1) {
    const source = new RandomMarkdown(spread(seed), LONE_MARKERS).document(1)
    grow(source, seed, Math.max(3, source.length / 5))
  }
})

test("an address leads where it does on the thread's page, whatever is in it", () => {
  for (const source of [
    "https://en.wikipedia.example/wiki/Foo_(bar)_baz and",
    "http://a.example/(x)_y) z, (https://b.example/z). Then",
    "https://a.example/a_(b), https://c.example/~d/e*f* and **https://d.example/x** end.",
    "www.a.example/(q?x=[1]&y='2') b, [x](https://a.example/(1)) c",
    "来自 https://a.example/路径。然后 https://b.example，完",
  ]) {
    for (let longest = 1; longest < 8; longest += 1) {
      assert.deepEqual(differences(grow(source, longest, longest), markdown(source)), [], source)
    }
  }
})

test("words show at once, whatever stands above them", () => {
  for (let seed = 0; seed < 300; seed += 1) {
    const stream = new AppendOnlyMarkdown()
    const source = new RandomMarkdown(spread(seed), seed % 2 ? LONE_MARKERS : []).document(1)
    const block = source.slice(0, source.search(/\s+\[later\]:/))
    assert.match(stream.push(`${block}\n\nAnd so it ends`), /<p>And so it ends$/, source)
  }
})

/** Seeds in a row begin with numbers that are alike: all texts would begin with a list. */
function spread(seed: number) {
  return random((seed * 829_348_951) % 2 ** 32)
}

/** Returns the HTML in the end. */
function grow(source: string, seed: number, longest: number) {
  const { html, states } = grown(source, spread(seed), longest)
  const canonical = markdown(source)
  const [shown, expected] = [textOf(html), textOf(canonical)]

  for (const state of [...states, html]) assert.ok(isRenderedHtml(state), `${seed}: ${state}`)
  if (shown === expected) {
    const kinds = differences(html, canonical)
    assert.ok(
      kinds?.every((kind) => LISTED.includes(kind)),
      `${seed}\n${source}\n${html}\n${canonical}`,
    )
  } else {
    assert.match(source, DEFINITION)
    assert.equal(shown, textOf(withEarlyLinks(source)), `${seed}\n${source}`)
  }
  return html
}

const shownByThen: Record<string, [source: string, html: string]> = {
  "a word at once": ["Once", "<p>Once"],
  "what is before emphasis that is open": ["It was **bold and", "<p>It was"],
  "emphasis when the character behind it is there": [
    "It was **bold** a",
    "<p>It was <strong>bold</strong> a",
  ],
  "what is before a link that is open": ["See [the *end*](https://a.exa", "<p>See"],
  "a label that is none": ["See [1] and", "<p>See [1] and"],
  "what is before a row that may begin a table": ["Words\n| a | b |", "<p>Words"],
  "nothing of a list's mark": ["Words\n\n- ", "<p>Words"],
  "code line by line": [
    "```js\nlet a = 1\nlet b",
    '<div class="code" data-controller="copy"><pre tabindex="0"><code class="language-js">let a = 1',
  ],
  "products and names of files": ["2*3 in *.js files and", "<p>2*3 in *.js files and"],
  "a heading's words": ["## The lighthouse", "<h3>The lighthouse"],
  "an item's words": ["- one\n- two", "<ul>\n<li>one</li>\n<li>two"],
  "a row when it has come": [
    "|a|\n|-|\n|1|\n|2",
    '<div class="table" tabindex="0"><table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody><tr>\n<td>1',
  ],
  "only what an address is behind": ["See https://a.example/x", "<p>See"],
  "half a reference later": ["AT&am", "<p>AT"],
}

for (const [name, [source, html]] of Object.entries(shownByThen)) {
  test(`shows ${name}`, () => {
    const stream = new AppendOnlyMarkdown()
    assert.equal([...source].map((character) => stream.push(character)).join(""), html)
  })
}
