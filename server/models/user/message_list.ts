import { setImmediate as letOthersRun } from "node:timers/promises"
import { LRUCache } from "lru-cache"
import { type Conversation, Message, type MessageStamp } from "../../ai_engine/index.ts"
import { HtmlBytes } from "../../lib/html_bytes.ts"
import { renderTemplate } from "../../lib/view.ts"
import type { User } from "../user.ts"
import { MESSAGE, messageLocals } from "./broadcasts.ts"

/** In bytes. */
const MOST = 32 * 1024 * 1024

const kept = new LRUCache<string, Buffer>({
  maxSize: MOST,
  sizeCalculation: (html, key) => html.length + key.length,
})

/** Messages in this order. Only those are read and rendered that were not shown before as they are now. */
export async function messageList(
  author: User,
  conversation: Conversation,
  stamps: MessageStamp[],
): Promise<HtmlBytes> {
  const shown = new Map(stamps.map((stamp) => [stamp.id, kept.get(keyOf(author, stamp))]))
  const missing = stamps.filter(({ id }) => !shown.get(id))

  if (missing.length > 0) {
    for (const [id, html] of await render(author, conversation, missing)) shown.set(id, html)
  }
  return new HtmlBytes([...shown.values()].filter((html) => html !== undefined))
}

async function render(
  author: User,
  conversation: Conversation,
  stamps: MessageStamp[],
): Promise<Map<number, Buffer>> {
  const rendered = new Map<number, Buffer>()

  for (const message of await Message.withIds(stamps.map(({ id }) => id))) {
    const html = await renderTemplate(MESSAGE, await messageLocals(author, { message, conversation }))
    rendered.set(message.id, Buffer.from(html))
    // Each of them may be very long.
    await letOthersRun()
  }
  for (const stamp of stamps) {
    // What is still being written would be another one at the next look.
    if (stamp.finished) kept.set(keyOf(author, stamp), rendered.get(stamp.id))
  }
  return rendered
}

/** All that the partial depends on. */
function keyOf({ fullName }: User, { state }: MessageStamp) {
  return `${state} ${fullName}`
}
