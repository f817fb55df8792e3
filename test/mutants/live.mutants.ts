import { type Mutant, mutantsOf } from "./support/mutant.ts"

const ANSWER = ["test/markdown/append_only_answer.test.ts"]
const HTML = ["test/markdown/append_only_html.test.ts"]
const LIVE = ["test/controllers/live_threads_controller.test.ts"]
const MARKDOWN = ["test/markdown/append_only_markdown.test.ts"]
const OUTLINE = ["test/helpers/outline.test.ts"]
const PACED = ["test/lib/paced_response.test.ts"]

const LINES: Mutant[] = [
  ...mutantsOf("server/lib/paced_response.ts", PACED, [
    {
      promise: "who reads slowly is waited for, and fills no memory",
      find: "      await this.#drained()\n",
      replace: "",
    },
    {
      promise: "who takes nothing any more is let go",
      find: "response.setTimeout(unread, () => response.destroy())",
      replace: "void unread",
    },
    {
      promise: "who goes while being waited for is not waited for any longer",
      find: `, once(this.#response, "close", options)]`,
      replace: "]",
    },
    {
      promise: "no proxy takes a silent line for dead",
      find: "this.#response.write(signOfLife)",
      replace: "void signOfLife",
    },
    {
      promise: "why a page ended first is what it says",
      find: "this.#ending ??= sentence",
      replace: "this.#ending = sentence",
    },
    {
      promise: "who writes learns that the page is to end",
      find: "    this.#ending ??= sentence\n    this.wake()",
      replace: "    this.#ending ??= sentence",
    },
    {
      promise: "who writes learns that the reader has gone",
      find: "    clearInterval(this.#timer)\n    this.wake()",
      replace: "    clearInterval(this.#timer)",
    },
  ]),
  ...mutantsOf("server/controllers/live_controller.ts", LIVE, [
    {
      promise: "no proxy keeps words back",
      find: `.set("X-Accel-Buffering", "no")`,
      replace: "",
    },
  ]),
  ...mutantsOf("server/controllers/conversation_texts_controller.ts", LIVE, [
    {
      promise: "who asks for anything, but not from a terminal, is answered with a page",
      find: `(accept === "*/*" && /^curl\\//.test(userAgent))`,
      replace: `(accept === "*/*" && userAgent !== "")`,
    },
  ]),
  ...mutantsOf("server/models/live/live_conversation.ts", LIVE, [
    {
      promise: "what is asked meanwhile follows on the same page",
      find: "news = (await conversation.page()).stamps.filter(({ id }) => !told.has(id))",
      replace: "news = []",
    },
    {
      promise: "an answer ends as on the thread's page",
      find: "if (answer.isOver) yield await format.end(answer.outcome ?? message)",
      replace: "",
    },
    {
      promise: "a page that ends before its answer closes what is open",
      find: `const closing = answer.isOver || !isLast ? "" : format.cut(answer)`,
      replace: `const closing = ""`,
    },
    {
      promise: "no word is written twice",
      find: "    told = content.length\n",
      replace: "",
    },
  ]),
  ...mutantsOf("server/models/live/live_answer.ts", LIVE, [
    {
      promise: "an answer that was cut ends as on the thread's page",
      find: "isWhole ? this.#markdown.end() : this.#markdown.end(asCut)",
      replace: "this.#markdown.end()",
    },
    {
      promise: "what was held back comes at the end",
      find: "this.html += isWhole ? this.#markdown.end() : this.#markdown.end(asCut)",
      replace: `this.html += isWhole ? this.#markdown.closing : this.#markdown.end(asCut)`,
    },
  ]),
  ...mutantsOf("server/models/live/live_text.ts", LIVE, [
    {
      promise: "no model writes into a terminal's controls",
      find: `return text.replace(CONTROLS, "")`,
      replace: "return text",
    },
  ]),
]

const ONLY_ADDED: Mutant[] = [
  ...mutantsOf("server/markdown/append_only_answer.ts", ANSWER, [
    {
      promise: "half the tag that closes a thought does not show",
      find: `.replace(end ? "" : HALF_TAG, "")`,
      replace: "",
    },
    {
      promise: "the beginning of a tag waits until it is one",
      find: "} else if (mayOpenThought(this.#waiting)) {",
      replace: "} else if (false) {",
    },
    {
      promise: "an empty thought shows nothing",
      find: `    if (text.trim() === "") return ""\n`,
      replace: "",
    },
    {
      promise: "a thought that is open is closed with the page",
      find: `(this.#thought?.closing ?? "") + BEHIND_THOUGHT`,
      replace: `(this.#thought?.closing ?? "")`,
    },
  ]),
  ...mutantsOf("server/markdown/append_only_markdown.ts", MARKDOWN, [
    {
      promise: "a heading knows those that are not read again",
      find: "    this.#outline.add(blocks)\n",
      replace: "",
      tests: OUTLINE,
    },
    {
      promise: "notes keep their numbers where much is not read again",
      find: "    settleFootnotes(this.#footnotes, blocks)\n",
      replace: "",
      tests: ANSWER,
    },
  ]),
  ...mutantsOf("server/markdown/append_only_html.ts", HTML, [
    {
      file: "server/markdown/html_writer.ts",
      promise: "words are not glued to those before them where a block has no end on the page",
      find: `if (areWords) this.#html += "<br>"`,
      replace: "",
    },
    {
      file: "server/markdown/html_writer.ts",
      promise: "cells stand in their own column",
      find: `if (row && CELLS.includes(name)) row.cells = (row.cells ?? "") + tag + end`,
      replace: "",
    },
    {
      promise: "nothing that was shown for a moment is shown twice",
      find: "longer(this.#shown, contentOf(parts))",
      replace: "contentOf(parts)",
    },
  ]),
  ...mutantsOf("server/markdown/decided_lines.ts", MARKDOWN, [
    {
      promise: "code shows line by line",
      find: " || endsByLines(finished)",
      replace: "",
    },
    {
      promise: "a line of markers waits until it is one",
      find: "[MARKERS_ONLY, FENCE_BEGINNING]",
      replace: "[FENCE_BEGINNING]",
    },
  ]),
  ...mutantsOf("server/markdown/undecided_end.ts", MARKDOWN, [
    { promise: "half a reference waits for its other half", find: "    /&[#\\w]{0,31}$/,\n", replace: "" },
  ]),
  ...mutantsOf("server/markdown/undecided_from.ts", MARKDOWN, [
    {
      promise: "emphasis shows when it can't become another any more",
      find: "return next !== undefined && next !== raw[0] && inner === Infinity",
      replace: "return true",
    },
    {
      promise: "what is before a link that is open shows, and the link when it is one",
      find: "return this.#brackets.open(at)",
      replace: "return false",
    },
  ]),
  ...mutantsOf("server/markdown/plain_code.ts", MARKDOWN, [
    {
      promise: "code that grows changes no colours that are shown",
      find: "      block.escaped = true\n",
      replace: "",
    },
  ]),
]

export const MUTANTS = [...LINES, ...ONLY_ADDED]
