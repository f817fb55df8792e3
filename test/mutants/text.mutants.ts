import { mutantsOf } from "./support/mutant.ts"

const ANSWERS = ["test/turbo/answer_stream.test.ts"]
const BLOCKS = ["test/helpers/blocks/block_lexer.test.ts"]
const CUT = ["test/turbo/answer_html.test.ts"]
const FOOTNOTES = ["test/helpers/footnotes.test.ts"]
const FORMS = ["test/helpers/forms.test.ts"]
const HISTORY = ["test/ai_engine/history.test.ts"]
const HTML = ["test/helpers/rendered_html.test.ts"]
const INLINE = ["test/helpers/markdown_inline.test.ts"]
const LINEAR = ["test/helpers/linear_markdown.test.ts"]
const LONG = ["test/helpers/long_markdown.test.ts"]
const MARKDOWN = ["test/helpers/markdown.test.ts"]
const PREFIX = ["test/turbo/streamed_prefix.test.ts"]
const STREAM = ["test/turbo/markdown_stream.test.ts"]
const STREAM_AND_PREFIX = [...STREAM, ...PREFIX]

export const MUTANTS = [
  // Nothing that a model or a user writes runs script or leaves its element.
  ...mutantsOf("server/helpers/allowed_html.ts", HTML, [
    {
      promise: "what an address leads to is asked by the allow-list, too",
      find: `'(?:[hH][tT][tT][pP][sS]?|[mM][aA][iI][lL][tT][oO]):[^"]*'`,
      replace: `'[^"]*'`,
    },
    {
      promise: "no link to a script is made",
      find: "/^(?:https?|mailto):/i",
      replace: "/^(?:https?|mailto|javascript):/i",
    },
    {
      promise: "no text gives itself the id of something on the page",
      find: "const NOTE = `${MESSAGE}note-\\\\d+`",
      replace: 'const NOTE = "[\\\\w-]+"',
    },
    {
      promise: "no reference gives itself the id of something on the page",
      find: "const REFERENCE = `${MESSAGE}noteref-\\\\d+(?:-\\\\d+)?`",
      replace: 'const REFERENCE = "[\\\\w-]+"',
    },
    {
      promise: "no text gives itself a class of the page",
      find: '{ class: "hljs-[\\\\w\\\\-]+(?: [a-z]+_)*" }',
      replace: '{ class: "[\\\\w\\\\- ]+" }',
    },
    {
      promise: "no code gives itself a class of the page",
      find: '"language-[\\\\w+#.\\\\-]+(?: hljs)?"',
      replace: '"[^\\"]+"',
    },
    {
      promise: "no text gives itself a controller of the page",
      find: '{ class: "code", "data-controller": "copy" }',
      replace: '{ class: "code", "data-controller": "[^\\"]*" }',
    },
    {
      promise: "a folded thought passes the allow-list",
      find: `    { class: "thinking__text" },
`,
      replace: "",
      tests: ANSWERS,
    },
    {
      promise: "an attribute that is not allowed is not let through behind those that are",
      find: '.join("|")})$`)',
      replace: '.join("|")})`)',
    },
  ]),
  ...mutantsOf("server/helpers/safe_html.ts", HTML, [
    {
      promise: "the second net is under what the renderer makes",
      find: "isRenderedHtml(html) ? html : sanitizedHtml(html)",
      replace: "html",
    },
    {
      promise: "attributes that are not allowed are left out",
      find: "attribs: isAllowed(tagName, attribs) ? attribs : {}",
      replace: "attribs",
    },
    {
      promise: "a tag that is only allowed with its attributes goes with them",
      find: 'ALLOWED_NAMES.includes(tag) && !isAllowed(tag, attribs) ? "excludeTag" : false',
      replace: "false",
    },
    {
      promise: "what is not allowed shows as it was written",
      find: "ALLOWED_NAMES.includes(tag) && !isAllowed",
      replace: "!isAllowed",
    },
    {
      promise: "what is not allowed shows as text, and no word of it is lost",
      find: 'disallowedTagsMode: "escape"',
      replace: 'disallowedTagsMode: "discard"',
    },
  ]),
  ...mutantsOf("server/helpers/rendered_html.ts", HTML, [
    {
      promise: "a lone bracket is not taken for the renderer's",
      find: "WHOLE.test(html) && tagsFit(html)",
      replace: "tagsFit(html)",
    },
    {
      promise: "what is not closed is not taken for the renderer's",
      find: "return open.length === 0",
      replace: "return true",
    },
    {
      promise: "what closes something else is not taken for the renderer's",
      find: "open.pop() === tag.slice(1)",
      replace: "open.pop() !== undefined",
    },
    {
      promise: "only allowed tags are taken for the renderer's",
      find: ": isAllowedTag(tag)",
      replace: ": true",
    },
  ]),
  ...mutantsOf("server/helpers/attribute.ts", HTML, [
    {
      promise: "a quote in an address ends no attribute",
      find: `.replaceAll('"', "&quot;")`,
      replace: "",
    },
  ]),
  ...mutantsOf("server/helpers/highlighted_code.ts", MARKDOWN, [
    {
      promise: "code is shown, not run",
      find: '.replaceAll("<", "&lt;")',
      replace: "",
    },
    { promise: "an ampersand in code shows", find: '.replaceAll("&", "&amp;")', replace: "" },
    {
      promise: "a long block of code keeps no core busy",
      find: "code.length <= LONGEST &&",
      replace: "code.length >= 0 &&",
    },
    {
      promise: "a long line of code keeps no core busy",
      find: "every((line) => line.length <= LONGEST_LINE)",
      replace: "every(() => true)",
    },
    {
      promise: "very much code in one text keeps no core busy",
      find: "return this.#left < 0",
      replace: "return this.#left < -Infinity",
      tests: LONG,
    },
    {
      promise: "code of which a language looks at all words for each keeps no core busy",
      find: "** 2 / 10 + 1",
      replace: "/ 10 + 1",
      tests: LONG,
    },
  ]),
  ...mutantsOf("server/helpers/markdown_renderer.ts", MARKDOWN, [
    {
      promise: "much code in one text takes no colours from another",
      find: "    this.#colours = colours\n",
      replace: "",
      tests: LONG,
    },
    {
      promise: "a link that leads nowhere safe is text",
      find: "this.#insideLink || !isSafe(token.href)",
      replace: "this.#insideLink",
      tests: HTML,
    },
    {
      promise: "no link stands in a link",
      find: "this.#insideLink || !isSafe(token.href)",
      replace: "!isSafe(token.href)",
    },
    {
      promise: "a link tells its server nothing of the page, and search engines that it is not ours",
      find: 'rel="noopener noreferrer nofollow"',
      replace: 'rel="noopener"',
    },
    {
      promise: "the language of code leaves no attribute",
      find: "/^[\\w+#.-]+/.exec(lang)?.[0]",
      replace: "lang",
    },
    {
      promise: "text is shown, not run",
      find: 'plainCode(token.text).replaceAll("\\n", "<br>")',
      replace: 'token.text.replaceAll("\\n", "<br>")',
    },
  ]),
  ...mutantsOf("server/helpers/markdown_tokenizer.ts", MARKDOWN, [
    {
      promise: "raw HTML is text",
      find: `  override html() {
    return undefined
  }`,
      replace: "",
    },
    {
      promise: "of raw HTML inside a line only a line break is more than text",
      find: `    return raw
      ? { type: "html", raw, text: "<br>"`,
      replace: `    return source.startsWith("<b")
      ? { type: "html", raw: raw ?? "<b", text: raw ?? "<b"`,
    },
    {
      promise: "one tilde is a tilde",
      find: 'source.startsWith("~~") ? ',
      replace: "source ? ",
      tests: INLINE,
    },
    {
      promise: "stars in products and names of files are stars",
      find: " || isLiteralAt(masked, masked.length - source.length)",
      replace: "",
      tests: INLINE,
    },
    {
      promise: "a bare address ends where its sentence goes on in Chinese",
      find: "withoutWhatFollows(link.raw)",
      replace: "link.raw",
      tests: INLINE,
    },
    {
      promise: "TeX shows as it is written",
      find: "MATH_AT_START.exec(source)?.[0]",
      replace: '"$".slice(source.length)',
      tests: PREFIX,
    },
    {
      promise: "brackets keep their backslash",
      find: "token && /[()[\\]]/.test(token.text) ?",
      replace: "token && /x/.test(token.text) ?",
      tests: INLINE,
    },
    {
      promise: "entities in an address are what they stand for",
      find: "href: decodeReferences(href)",
      replace: "href",
      tests: INLINE,
    },
    {
      promise: "no link stands in a link where a footnote does",
      find: "{ isLinked: !this.lexer.state.inLink }",
      replace: "{ isLinked: true }",
      tests: FOOTNOTES,
    },
    {
      promise: "a footnote inside a footnote does not overflow",
      find: "this.#isInFootnote ? undefined : readFootnote(source)",
      replace: "readFootnote(source)",
      tests: FOOTNOTES,
    },
  ]),
  ...mutantsOf("server/helpers/markdown.ts", MARKDOWN, [
    { promise: "half a character does not break a page", find: ".toWellFormed()", replace: "" },
    { promise: "lines that end as on Windows are lines", find: '.replace(/\\r\\n?/g, "\\n")', replace: "" },
    {
      promise: "each text is coloured by itself",
      find: `  renderer.beginText(new CodeColours())
  const html`,
      replace: "  const html",
      tests: LONG,
    },
  ]),
  ...mutantsOf("server/lib/without_nul.ts", MARKDOWN, [
    {
      promise: "NUL can be stored and shown",
      find: 'text.includes("\\0") ? text.replaceAll("\\0", "\\uFFFD") : text',
      replace: "text",
    },
  ]),
  ...mutantsOf("server/helpers/character_references.ts", INLINE, [
    {
      promise: "a name that HTML does not know shows as it is written",
      find: "import { decodeHTMLStrict }",
      replace: "import { decodeHTML as decodeHTMLStrict }",
    },
    {
      promise: "a number that no character can have shows as it is written",
      find: "\\d{1,7}",
      replace: "\\d+",
    },
  ]),
  ...mutantsOf(
    "server/turbo/turbo_stream.ts",
    ["test/turbo/turbo_stream.test.ts"],
    [
      {
        promise: "no attribute of a Turbo Stream can be left",
        find: `value.replace(/[&"<>]/g, (character) => ENTITIES[character] ?? character)`,
        replace: "value",
      },
    ],
  ),
  ...mutantsOf("server/helpers/forms.ts", FORMS, [
    {
      promise: "a name leaves no option",
      find: "{ejs.escapeXML(name)}</option>",
      replace: "{name}</option>",
    },
    {
      promise: "a value leaves no option",
      find: "ejs.escapeXML(String(value))",
      replace: "String(value)",
    },
    {
      promise: "what is wrong with a field leaves no paragraph",
      find: `    .on(field)
    .map((sentence) => ejs.escapeXML(sentence))`,
      replace: `    .on(field)`,
    },
    {
      promise: "the field with a mistake is announced as such",
      find: `aria-invalid="true" autofocus`,
      replace: "autofocus",
    },
  ]),
  ...mutantsOf(
    "server/helpers/numbers.ts",
    ["test/helpers/numbers.test.ts"],
    [{ promise: "what is not known is not called 0", find: 'number === null ? "–" : ', replace: "" }],
  ),
  ...mutantsOf(
    "server/helpers/time.ts",
    ["test/helpers/time.test.ts"],
    [
      {
        promise: "a time is the one that it says",
        find: 'timeZone: "UTC"',
        replace: 'timeZone: "Asia/Tokyo"',
      },
    ],
  ),

  // Reading takes linear time.
  ...mutantsOf("server/helpers/blocks/deepest.ts", MARKDOWN, [
    { promise: "what is nested very deep does not overflow", find: "30", replace: "30_000" },
  ]),
  ...mutantsOf("server/helpers/blocks/block_tokenizer.ts", LINEAR, [
    {
      promise: "lists and quotes in each other are read a bounded number of times",
      find: "const MOST_READINGS = 12",
      replace: "const MOST_READINGS = 12_000",
      tests: MARKDOWN,
    },
    {
      promise: "quotes that come to nothing again and again are given up",
      find: "const MOST_UNUSED = 2_000_000",
      replace: "const MOST_UNUSED = Infinity",
      tests: BLOCKS,
    },
    {
      promise: "a wide table does not fill up to its square",
      find: "columns * table.split",
      replace: "0 * table.split",
      tests: MARKDOWN,
    },
    {
      promise: "lines that are no heading are looked at once for an underline",
      find: "source.length > this.#run.heading || !HEADING_START",
      replace: "!HEADING_START",
    },
    {
      promise: "rows that are no table are looked at once",
      find: "source.length > this.#run.table ? 0 : this.#columns(source)",
      replace: "this.#columns(source)",
    },
    {
      promise: "each text is read by itself",
      find: "    this.#run = newRun(this.#leavesList)\n",
      replace: "",
      tests: MARKDOWN,
    },
  ]),
  ...mutantsOf("server/helpers/markdown_lexer.ts", LINEAR, [
    {
      promise: "hostile emphasis is not read at the cost of its square",
      find: "effort.within(MOST_LOOKS *",
      replace: "effort.within(1_000_000 * MOST_LOOKS *",
    },
    {
      promise: "where no link is defined, none is looked for",
      find: "for (const _label in this.tokens.links) return RULES",
      replace: "return RULES",
      tests: MARKDOWN,
    },
    {
      promise: "many spaces are not read at the cost of their square",
      find: "effort.spend(spaces.length ** 2 / 4)",
      replace: "effort.spend(0 * spaces.length)",
      tests: MARKDOWN,
    },
    {
      promise: "what would take too long shows as it is written",
      find: "this.#affordable(piece) ?? asWritten(piece)",
      replace: "this.#affordable(piece) ?? []",
      tests: MARKDOWN,
    },
  ]),
  ...mutantsOf("server/helpers/metered_rules.ts", LINEAR, [
    {
      promise: "looking for the end of emphasis is counted",
      find: "effort.spend((match ? match.index + match[0].length : text.length) - start)",
      replace: "void start",
    },
    {
      promise: "looking for labels is counted",
      find: "effort.spend(Math.min(escaped, LONGEST_LABEL) * escaped)",
      replace: "void escaped",
    },
  ]),
  ...mutantsOf("server/helpers/metered_tokenizer.ts", LINEAR, [
    {
      promise: "looking for an address of mail is counted",
      find: "effort.spend(WORD.exec(source)?.[0].length ?? 0)",
      replace: "",
    },
    {
      promise: "looking for the end of a label is counted",
      find: "    effort.spend(label)\n",
      replace: "",
      tests: MARKDOWN,
    },
  ]),
  ...mutantsOf(
    "server/helpers/inline_pieces.ts",
    [...MARKDOWN, ...STREAM],
    [
      {
        promise: "a long paragraph is not cut where a marker is open",
        find: "length >= (open.all.length === 0 ? SHORTEST : LONGEST)",
        replace: "length >= SHORTEST",
      },
      {
        promise: "a long paragraph with an open marker is cut at last",
        find: "length >= (open.all.length === 0 ? SHORTEST : LONGEST)",
        replace: "length >= (open.all.length === 0 ? SHORTEST : Infinity)",
      },
      {
        promise: "code in a long paragraph is whole",
        find: "      token.lastIndex = end\n",
        replace: "      yield match\n",
      },
    ],
  ),
  ...mutantsOf("server/helpers/code_spans.ts", MARKDOWN, [
    {
      promise: "code that ends very far away holds nothing up",
      find: "end - start <= longest ?",
      replace: "end - start <= Infinity ?",
    },
  ]),

  // Footnotes, headings, lists.
  ...mutantsOf("server/helpers/footnotes.ts", FOOTNOTES, [
    {
      promise: "footnotes of one message keep apart from those of another",
      find: "this.#prefix = id && ",
      replace: 'this.#prefix = id && "" && ',
    },
    { promise: "a note leads back to all that refers to it", find: "    references.push(id)\n", replace: "" },
    {
      promise: "of several definitions the first holds",
      find: "if (!this.#definitions.has(key)) this",
      replace: "this",
    },
    {
      promise: "a reference to nothing is as it was written",
      find: "if (!isDefined && !this.#isOpen) return undefined",
      replace: "",
    },
    {
      promise: "while an answer grows, nothing leads to a note that is not there",
      find: "!isDefined || !this.#isListed || !isLinked",
      replace: "!isDefined || !isLinked",
    },
    {
      promise: "notes stand in the order of their references",
      find: "      .sort((one, other) => one.number - other.number)\n",
      replace: "",
    },
    {
      promise: "a label is the same in capitals",
      find: "  refer(label: string, { isLinked = true } = {}): FootnoteReference | undefined {\n    const key = label.toLowerCase()",
      replace:
        "  refer(label: string, { isLinked = true } = {}): FootnoteReference | undefined {\n    const key = label",
    },
  ]),
  ...mutantsOf("server/helpers/footnote_syntax.ts", FOOTNOTES, [
    {
      promise: "a list below a note is no part of it",
      find: "START.test(line) || BLOCK.test(line)",
      replace: "START.test(line)",
    },
  ]),
  ...mutantsOf(
    "server/helpers/outline.ts",
    ["test/helpers/outline.test.ts"],
    [
      {
        promise: "no heading skips a level",
        find: "Math.min(AUTHOR + this.#above.length, DEEPEST)",
        replace: "Math.min(depth + AUTHOR, DEEPEST)",
      },
      {
        promise: "no heading is higher than the first",
        find: "Math.max(written, this.#first)",
        replace: "written",
      },
      {
        promise: "no heading is deeper than there are levels",
        find: "Math.min(AUTHOR + this.#above.length, DEEPEST)",
        replace: "AUTHOR + this.#above.length",
      },
      {
        promise: "a heading has its level as soon as it shows",
        find: "outline.#above = [...this.#above]",
        replace: "outline.#above = this.#above.slice(0, 0)",
      },
    ],
  ),
  ...mutantsOf("server/helpers/blocks/list_block.ts", MARKDOWN, [
    {
      promise: "a task shows its state",
      find: 'checked: mark !== "[ ]"',
      replace: 'checked: mark === "[ ]"',
    },
  ]),
  ...mutantsOf("server/helpers/blocks/list_items.ts", BLOCKS, [
    {
      promise: "a list is loose where a blank line stands between its items",
      find: "isLoose ||= endsInBlankLine",
      replace: "",
    },
    {
      promise: "indented code in an item is code",
      find: "spaces > 4 ? 1 : spaces",
      replace: "spaces",
    },
  ]),
  ...mutantsOf("server/helpers/blocks/quote_block.ts", BLOCKS, [
    {
      promise: "what follows a heading in a quote without a mark is not quoted",
      find: "last === undefined || !CLOSED.includes(last.type)",
      replace: "true",
    },
    {
      promise: "a list in a quote goes on",
      find: "this.#continueList(last as Tokens.List)",
      replace: "",
    },
  ]),
  ...mutantsOf("server/helpers/flanking.ts", INLINE, [
    {
      promise: "emphasis ends next to scripts without spaces",
      find: "!PUNCTUATION.test(inner) || OUTSIDE.test(outer)",
      replace: "!PUNCTUATION.test(inner) || /[\\s\\p{P}]/u.test(outer)",
      tests: PREFIX,
    },
    {
      promise: "powers are no emphasis",
      find: 'return stars === "**" && /\\d/.test(before) && /^\\d/.test(behind)',
      replace: "return false",
    },
  ]),

  // What shows is a beginning of what will; live, final and reloaded are the same.
  ...mutantsOf("server/turbo/markdown_tail.ts", STREAM, [
    {
      promise: "half a line end waits for its other half",
      find: 'all.endsWith("\\r") || ',
      replace: "",
    },
    {
      promise: "half a character waits for its other half",
      find: " || endsInHalfACharacter(all)",
      replace: "",
    },
    {
      promise: "a block that takes too long to read anew is given up",
      find: "const isShort = cost <= MOST_AT_ONCE",
      replace: "const isShort = cost >= 0",
    },
    {
      promise: "what is left out of a block comes back when it has to",
      find: "if (isShort) this.#read = this.#source",
      replace: "",
    },
  ]),
  ...mutantsOf("server/helpers/blocks/block_tokenizer.ts", LONG, [
    {
      promise: "what is nested again and again is not read for ever",
      find: "const MOST_READINGS = 12",
      replace: "const MOST_READINGS = 1e9",
    },
    {
      promise: "a list in a quote is read once for each level",
      find: "if (isLeft && read?.length",
      replace: "if (false && read?.length",
    },
  ]),
  ...mutantsOf("server/helpers/markdown_lexer.ts", LONG, [
    {
      promise: "a piece that nobody writes shows as it is written",
      find: "const TOO_LONG = 10_000",
      replace: "const TOO_LONG = 1e9",
    },
  ]),
  ...mutantsOf("server/helpers/highlighted_code.ts", LONG, [
    {
      promise: "the colours of one text end",
      find: "const MOST_PARTS = 12_000",
      replace: "const MOST_PARTS = 1e9",
    },
    {
      promise: "to begin to colour costs, too",
      find: "const BEGINNING = 8",
      replace: "const BEGINNING = 0",
    },
  ]),
  ...mutantsOf("server/turbo/open_markdown_reader.ts", STREAM, [
    {
      promise: "a link finds its definition further up",
      find: `if (token.type === "def") this.#links`,
      replace: `if (token.type === "defs") this.#links`,
    },
    {
      promise: "the first definition of a link holds",
      find: "this.#links[token.tag] ??=",
      replace: "this.#links[token.tag] =",
    },
    {
      promise: "code has the colours that the code before it has left",
      find: "const colours = this.#colours.copy()",
      replace: "const colours = new CodeColours()",
    },
  ]),
  ...mutantsOf(
    "server/markdown/reading_credit.ts",
    ["test/turbo/linear_streams.test.ts"],
    [
      {
        promise: "what streams is not read again and again",
        find: "return this.#left < 0",
        replace: "return false",
      },
      {
        promise: "what is looked for in vain counts, too",
        find: "this.spend(characters + LOOK",
        replace: "this.spend(LOOK",
      },
    ],
  ),
  ...mutantsOf("server/turbo/markdown_stream.ts", STREAM, [
    {
      promise: "what is settled in a long block is not read again",
      find: "if (isLong && this.#blocks.open.length === 1)",
      replace: "if (isLong && false)",
    },
    {
      promise: "leaving out is not tried at every word",
      find: "this.#long = Math.max(SHORT, 2 * this.#tail.text.length)",
      replace: "this.#long = SHORT",
    },
    {
      promise: "of a text that can't be settled, only so much is read again",
      find: "this.#tail.text.length > TOO_LONG ?",
      replace: "this.#tail.text.length > Infinity ?",
    },
    {
      promise: "closed blocks are not read again",
      find: "      this.#tail.drop(token.raw.length)\n",
      replace: "",
    },
    {
      promise: "a block of which very much is not settled is given up",
      find: "const TOO_LONG = 8000",
      replace: "const TOO_LONG = 1e9",
    },
    {
      promise: "what was not read shows when it is asked for",
      find: "this.#waiting > 0 ? this.#read() : []",
      replace: "[]",
    },
    {
      promise: "headings keep their levels where others are left out of what is read",
      find: "if (html && isOutlined && ",
      replace: "if (html && ",
      tests: PREFIX,
    },
    {
      promise: "words in the middle of a text are not read",
      find: "this.#plain &&= morePlainText(this.#plain, added)",
      replace: "this.#plain = undefined",
    },
    {
      promise: "code that grows by itself is shown, not run",
      find: 'this.#plain === "code" ? plainCode(added) : added',
      replace: "added",
    },
  ]),
  ...mutantsOf(
    "server/markdown/open_index.ts",
    ["test/markdown/append_only_markdown.test.ts"],
    [
      {
        promise: "a block is closed only when another surely stands below it",
        find: "const open = isClosed ? last :",
        replace: "const open = last >= 0 ? last :",
      },
    ],
  ),
  ...mutantsOf("server/turbo/plain_text.ts", STREAM, [
    {
      promise: "what may yet become an address is read",
      find: "!SPACES.test(added) && !UNDECIDED.test(end)",
      replace: "!SPACES.test(added)",
    },
    {
      promise: "a space at the end is not shown twice",
      find: "WORDS.test(added) && !SPACES.test(added)",
      replace: "WORDS.test(added)",
    },
    { promise: "what may close code is read", find: "/^[^`~\\t\\n]+$/", replace: "/^[^\\t\\n]+$/" },
    {
      promise: "a line of code in which only white space stands is read",
      find: "LETTER.test(last) && !FENCE.test(last)",
      replace: "!FENCE.test(last)",
    },
    {
      promise: "a marker in words is read",
      find: "isPlain(text) && isPlain(line)",
      replace: "isPlain(line)",
    },
  ]),
  ...mutantsOf(
    "server/turbo/heal_markdown.ts",
    ["test/turbo/heal_markdown.test.ts", ...PREFIX],
    [
      {
        promise: "a link shows when it is whole",
        find: "if (bracket && bracket.at < end && !this.#isCut)",
        replace: "if (bracket && bracket.at > end && !this.#isCut)",
      },
      {
        promise: "a row that may begin a table waits",
        find: "pipe && !this.#isCut && TABLE_HEAD",
        replace: "pipe && this.#isCut && TABLE_HEAD",
      },
      {
        promise: "in an answer that was cut, a row shows",
        find: "pipe && !this.#isCut && TABLE_HEAD",
        replace: "pipe && TABLE_HEAD",
        tests: CUT,
      },
      {
        promise: "a marker at the end is held back",
        find: "emphasis && marker.end === this.#text.length",
        replace: "emphasis && marker.end > this.#text.length",
      },
      {
        promise: "TeX that may go on shows as it is written",
        find: '.replace(UNDECIDED_MATH, "$<before>")',
        replace: "",
      },
      {
        promise: "open TeX shows no marker of Markdown",
        find: "this.#closedAt(end, asWritten(math))",
        replace: "this.#closedAt(end, math)",
      },
    ],
  ),
  ...mutantsOf("server/turbo/open_markdown_lexer.ts", STREAM_AND_PREFIX, [
    {
      promise: "a last line of markers waits",
      find: "return isUndecided(source.slice(start)) ? source.slice(0, start) : source",
      replace: "return source",
    },
    {
      promise: "a definition that is not closed is forgotten again",
      find: "for (const tag of this.#defined) delete this.tokens.links[tag]",
      replace: "",
      tests: STREAM,
    },
    {
      promise: "code has its colours when all of it is there",
      find: "if (!CLOSED_FENCE.test(code.raw))",
      replace: "if (false)",
    },
    {
      promise: "a row of a table shows when it is whole",
      find: `if (!this.#source.endsWith("\\n") && !this.#isCut) leaf.rows.pop()`,
      replace: "",
    },
    {
      promise: "in an answer that was cut, the last row shows",
      find: `if (!this.#source.endsWith("\\n") && !this.#isCut) leaf.rows.pop()`,
      replace: `if (!this.#source.endsWith("\\n")) leaf.rows.pop()`,
      tests: CUT,
    },
    {
      promise: "in an answer that was cut, no number of an item shows that has none",
      find: "return isMarker || (isUndecided(line) && isNextItem(line, before)) ? before : source",
      replace: "return isMarker ? before : source",
      tests: CUT,
    },
    {
      promise: "in an answer that was cut, a number that is an answer shows",
      find: "return isMarker || (isUndecided(line) && isNextItem(line, before)) ? before : source",
      replace: "return isMarker || isUndecided(line) ? before : source",
      tests: CUT,
    },
  ]),
  ...mutantsOf("server/turbo/open_markdown_tokenizer.ts", PREFIX, [
    {
      promise: "indices in words are no links",
      find: "if (raw && !this.#isBehindWord(source))",
      replace: "if (raw)",
    },
    {
      promise: "a link shows as its text before its definition comes",
      find: "if (raw && !this.#isBehindWord(source))",
      replace: "if (raw && false)",
    },
  ]),
  ...mutantsOf("server/turbo/growing_element.ts", STREAM, [
    {
      promise: "what is sent passes the allow-list",
      find: "this.#writeElements(safeHtml(source))",
      replace: "this.#writeElements(source)",
      tests: HTML,
    },
    {
      promise: "who comes later sees what is replaced once",
      find: "      this.#written = this.#written.slice(0, element.at)\n",
      replace: "",
    },
    {
      promise: "what is closed by then does not grow",
      find: "this.#written += ends(this.#open.splice(depth))",
      replace: "this.#written += ends(this.#open.slice(depth))",
    },
  ]),
  ...mutantsOf("server/turbo/html_changes.ts", STREAM, [
    {
      promise: "no tag is cut in its middle",
      find: "return isInsideTag ? tag : length",
      replace: "return length",
    },
    {
      promise: "what only grew is not sent again",
      find: 'had.html.trim() !== "" || !has.html.startsWith(had.html)',
      replace: 'had.html !== "" || !has.html.startsWith(had.html)',
    },
  ]),
  ...mutantsOf("server/turbo/streamed_block.ts", STREAM, [
    {
      promise: "nothing is left out that would change what shows",
      find: "const isStretch = this.#read.endsWith(html.slice(settledEnd))",
      replace: "const isStretch = true",
    },
    {
      promise: "an element of which something was left out is not replaced by the rest",
      find: ".every(({ from = this.#settledEnd }) => from >= this.#settledEnd)",
      replace: ".every(() => true)",
    },
  ]),
  ...mutantsOf("server/turbo/settled_markdown.ts", STREAM, [
    {
      promise: "a long table is not read again and again",
      find: "return wholeLines(line + 2, line + lines.length - 2)",
      replace: "return []",
    },
    {
      promise: "long code is not read again and again",
      find: "return wholeLines(line + (FENCE.test(block.raw) ? 1 : 0), line + finished)",
      replace: "return []",
    },
    {
      promise: "a long paragraph is not read again and again",
      find: "return settledInline((block as Tokens.Paragraph).text, line)",
      replace: "return []",
    },
  ]),
  ...mutantsOf("server/turbo/streamed_blocks.ts", STREAM, [
    {
      promise: "a block that is taken back is removed",
      find: 'return [...changes, ...removed.map(({ id }) => turboStream("remove", { target: id }))]',
      replace: "return changes",
    },
    {
      promise: "who comes later sees what is closed",
      find: "this.#closed += html",
      replace: "this.#closed = html",
    },
  ]),
  ...mutantsOf("server/turbo/answer_html.ts", ANSWERS, [
    {
      promise: "a thought that is closed is whole, also in an answer that is not",
      find: "isWhole || isClosed, finished",
      replace: "isWhole, finished",
    },
    {
      promise: "half the tag that closes a thought does not show",
      find: 'isClosed || finished ? text : text.replace(HALF_TAG, "")',
      replace: "text",
    },
    {
      promise: "half a character does not show",
      find: 'endsInHalfACharacter(content) || content.endsWith("\\r") ? content.slice(0, -1) : content',
      replace: "content",
      tests: [...ANSWERS, ...CUT],
    },
    {
      promise: "an answer that was cut is not read as if it were whole",
      find: "if (isWhole) {",
      replace: "if (isWhole || isOver) {",
      tests: CUT,
    },
    {
      promise: "an answer that was cut lists the notes that came",
      find: "isOpen: true, isListed: isOver",
      replace: "isOpen: true, isListed: false",
      tests: FOOTNOTES,
    },
    {
      promise: "an answer that was cut shows all of its words",
      find: "{ isCut: isOver }",
      replace: "{ isCut: false }",
      tests: CUT,
    },
  ]),
  ...mutantsOf("server/turbo/answer_stream.ts", ANSWERS, [
    {
      promise: "the beginning of a tag waits until it is one",
      find: "} else if (mayOpenThought(this.#waiting)) {",
      replace: "} else if (false) {",
    },
    {
      promise: "an empty thought shows nothing",
      find: `if (!thought || (!thought.isShown && text.trim() === "")) {`,
      replace: "if (!thought) {",
    },
    {
      promise: "who comes later sees the thoughts",
      find: 'thoughts.join("") + this.#answer.html',
      replace: "this.#answer.html",
    },
    {
      promise: "what stands behind a thought is not lost",
      find: `        ...this.#begin(),
      ]`,
      replace: "      ]",
    },
  ]),

  // What a model is told.
  ...mutantsOf("server/ai_engine/prompt/history.ts", HISTORY, [
    {
      promise: "no more is sent than is allowed",
      find: "if (tokens > limit) break",
      replace: "if (tokens > limit + 1) break",
    },
    {
      promise: "as much is sent as is allowed",
      find: "if (tokens > limit) break",
      replace: "if (tokens >= limit) break",
    },
    {
      promise: "no message is left out between others",
      find: "if (tokens > limit) break",
      replace: "if (tokens > limit) continue",
    },
    {
      promise: "a message that does not fit is refused with a sentence",
      find: "if (kept.length === 0) throw new PromptTooLong(tokens, limit)",
      replace: "",
    },
    {
      promise: "no history begins with an answer",
      find: "return kept.slice(0, question + 1).reverse()",
      replace: "return kept.reverse()",
    },
    {
      promise: "the instructions count",
      find: "(instructions ? TOKENS_PER_MESSAGE + (await countTokens(instructions)) : 0)",
      replace: "0",
    },
    {
      promise: "a model is not told again what it thought",
      find: 'return role === "assistant" ? withoutThinking(content) : content',
      replace: "return content",
      tests: ["test/ai_engine/turns.test.ts"],
    },
    {
      promise: "what a user writes is sent as it is",
      find: 'return role === "assistant" ? withoutThinking(content) : content',
      replace: "return withoutThinking(content)",
      tests: ["test/ai_engine/turns.test.ts"],
    },
  ]),
  ...mutantsOf("server/ai_engine/prompt/tokenizer.ts", HISTORY, [
    {
      promise: "what looks like a control token is text",
      find: "disallowedSpecial: new Set<string>()",
      replace: "",
    },
    {
      promise: "a long unbroken word is not counted at the cost of its square",
      find: "/[\\s\\S]{1,512}/gu",
      replace: "/[\\s\\S]+/gu",
    },
    {
      promise: "others run while tokens are counted",
      find: "while (performance.now() - turn >= LONGEST_TURN) {",
      replace: "while (turn < 0) {",
    },
    {
      promise: "many texts that are counted at once hold no others up longer than one",
      find: "    nextTurn ??= beginTurn()",
      replace: "    nextTurn = beginTurn()",
    },
  ]),
]
