import { markdown } from "../server/helpers/markdown.ts"
import { MarkdownStream } from "../server/turbo/markdown_stream.ts"

const TOKEN = /\s?\S{1,5}|\s+/g
const CURSOR = ' cursor="1763800000000-0"'
const BURST = 40

const PARAGRAPH = "Once upon a time, in a *small* village by the sea, there lived a **clockmaker**.\n\n"
const SENTENCE = "The *clock* struck `twelve`, and nobody in the **old** town slept. "
const ITEM = "- an item with `code`\n  - one below it, with **bold** words\n  - another\n"

const LENGTHS: Record<string, (times: number) => string> = {
  "tokens of prose (250, 2,000, 8,000)": (times) => PARAGRAPH.repeat([13, 105, 420][times] as number),
}

const BLOCKS: Record<string, (times: number) => string> = {
  "code block, 125 lines": (times) => `\`\`\`js\n${"const answer = question(42)\n".repeat(125 * times)}`,
  "table, 31 rows": (times) => `| name | **age** |\n|---|---|\n${"| Ann | 20 |\n".repeat(31 * times)}`,
  "list, 19 items": (times) => ITEM.repeat(6.25 * times),
  "paragraph, 1,250 characters": (times) => SENTENCE.repeat(19 * times),
  "quote, 1,250 characters": (times) => `> ${SENTENCE}\n>\n`.repeat(18 * times),
}

/** What Markdown costs to stream, a frame for every token: bytes beside the final HTML, time as it grows. */
export function benchMarkdownStream() {
  console.table(
    Object.fromEntries(
      Object.entries(LENGTHS).flatMap(([name, source]) =>
        [0, 1, 2].map((times) => [`${name} ${times}`, bytes(source(times))]),
      ),
    ),
  )
  console.table(Object.fromEntries(Object.entries(BLOCKS).map(([name, source]) => [name, growth(source)])))
}

function bytes(source: string) {
  const tokens = source.match(TOKEN) ?? []
  const final = Buffer.byteLength(markdown(source))
  const sent = streamed(source, 1)

  return {
    tokens: tokens.length,
    "final HTML": final,
    frames: sent.frames,
    "bytes / token": Number((sent.bytes / tokens.length).toFixed(1)),
    "sent / final": Number((sent.bytes / final).toFixed(2)),
    [`the same, ${BURST} tokens a frame`]: Number((streamed(source, BURST).bytes / final).toFixed(2)),
  }
}

function growth(source: (times: number) => string) {
  const [once, fourfold, sixteenfold] = [1, 4, 16].map((times) => {
    const { tokens, milliseconds, bytes } = streamed(source(times), 1)
    return { time: milliseconds / tokens, bytes: bytes / markdown(source(times)).length }
  })

  return {
    "ms / token": once?.time.toFixed(3),
    "4 x as long": fourfold?.time.toFixed(3),
    "16 x as long": sixteenfold?.time.toFixed(3),
    "sent / final": once?.bytes.toFixed(1),
    "16 x": sixteenfold?.bytes.toFixed(1),
  }
}

function streamed(source: string, tokensAFrame: number) {
  const tokens = source.match(TOKEN) ?? []
  const stream = new MarkdownStream("message_12_content")
  const start = process.cpuUsage()
  let frames = 0
  let bytes = 0

  for (let index = 0; index < tokens.length; index += tokensAFrame) {
    const html = stream.push(tokens.slice(index, index + tokensAFrame).join("")).join("")
    if (html) {
      frames += 1
      bytes += CURSOR.length + Buffer.byteLength(html)
    }
  }

  return { tokens: tokens.length, frames, bytes, milliseconds: process.cpuUsage(start).user / 1000 }
}
