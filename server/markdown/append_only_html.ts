import { contentOf, htmlParts } from "./html_parts.ts"
import { endTags, HtmlWriter } from "./html_writer.ts"

/**
 * HTML of which ever more is known, written so that nothing has to be taken back. Each time it is handed the whole of
 * which it has shown the beginning. Where the elements around that are others by now, what is there stays as it is,
 * and what comes goes into the elements that it should be in.
 */
export class AppendOnlyHtml {
  #open: string[] = []
  /** What the next HTML begins with. */
  #shown = ""

  /**
   * Returns what is new, up to the last that can be seen: what is open there may grow. `settled` is as it will stay;
   * it is written to its end, and `open` is what the next call has to begin with.
   */
  grow(settled: string, open: string): string {
    const done = htmlParts(settled)
    const parts = [...done, ...htmlParts(open)]
    const end = Math.max(done.length, parts.findLastIndex(({ kind }) => kind === "content") + 1)
    const writer = new HtmlWriter(this.#open)

    const added = writer.write(parts.slice(0, end), this.#shown.length)
    this.#open = writer.open
    this.#shown = longer(this.#shown, contentOf(parts)).slice(contentOf(done).length)
    return added
  }

  /** Whether it is a way to go on with what has been shown. */
  goesOnWith(html: string) {
    return contentOf(htmlParts(html)).startsWith(this.#shown)
  }

  /** What closes all that is open. */
  get closing() {
    return endTags(this.#open)
  }
}

// What is known may be less for a moment: half an address was taken for a word.
function longer(one: string, other: string) {
  return one.length > other.length ? one : other
}
