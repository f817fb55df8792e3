import { plainCode } from "../helpers/highlighted_code.ts"

/** What of a text shows by now as it is written, up to a blank line; `length` is how much of it is done with. */
export function writtenText(text: string) {
  const blank = /\n[ \t]*\n/.exec(text)
  // A line end may be the first half of a blank line.
  const shown = blank ? text.slice(0, blank.index) : text.replace(/\n[ \t]{0,100}$/, "")
  const html = plainCode(shown).replaceAll("\n", "<br>")
  return { html, length: shown.length + (blank?.[0].length ?? 0), isOver: blank !== null }
}
