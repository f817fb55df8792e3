import type {
  Message,
  MessageEvent,
  MessageTakenEvent,
  MessageUpdateEvent,
  Run,
} from "../../ai_engine/index.ts"
import { renderTemplate } from "../../lib/view.ts"
import { broadcastAfterTo, broadcastAppendTo } from "../../turbo/broadcasts.ts"
import { domId } from "../../turbo/dom_id.ts"
import { fenceMessageStream, finishMessageStream, messageStream } from "../../turbo/message_streams.ts"
import { turboStream } from "../../turbo/turbo_stream.ts"

/** Whose words the questions are. */
type Author = { fullName: string }

export const MESSAGE = "messages/_message"

/** What the partial needs, in a page, a response and a broadcast alike. */
export async function messageLocals(author: Author, { message, conversation }: MessageEvent) {
  return { message, conversation, run: await message.run(), author: author.fullName }
}

export async function broadcastMessage(author: Author, event: MessageEvent) {
  const { message, conversation } = event
  const rendering = { message: domId(message), partial: MESSAGE, locals: await messageLocals(author, event) }
  const stream = domId(conversation)
  const earlierTry = await tryBefore(message)

  if (earlierTry) {
    await broadcastAfterTo(stream, { ...rendering, target: domId(earlierTry) })
  } else {
    await broadcastAppendTo(stream, { ...rendering, target: domId(conversation, "messages") })
  }
}

export async function broadcastStart(author: Author, event: MessageEvent) {
  const stream = messageStream(await placeOf(event))
  await stream.begin(await replacement(author, event), event.message.content)
}

/** Once per chunk while the run streams; the last one puts the finished message in place of the streamed one. */
export async function broadcastProgress(author: Author, { added, ...event }: MessageUpdateEvent) {
  const { message } = event
  const run = await message.run()
  const place = placeIn(run, event)

  if (run.finished) {
    await finishMessageStream(place, await replacement(author, event))
  } else {
    messageStream(place).update(message.content, added)
  }
}

/** All of it is here, but for the database, which is away: nothing is asked of that. */
export async function broadcastDelay(author: Author, event: MessageEvent) {
  const stream = messageStream(await placeOf(event))
  await stream.hold(await replacement(author, event, { saving: true }), event.message.content)
}

/** What readers may have seen of an answer under way. Who wrote it under this claim shows them nothing more. */
export async function shownContent({ claims, ...event }: MessageTakenEvent) {
  return fenceMessageStream({ ...(await placeOf(event)), writer: claims })
}

async function tryBefore(message: Message): Promise<Message | undefined> {
  const { attempt } = await message.run()
  const tries = attempt > 1 ? await message.tries() : []
  return tries.findLast(({ id }) => id < message.id)
}

async function replacement(author: Author, event: MessageEvent, { saving = false } = {}) {
  const html = await renderTemplate(MESSAGE, { ...(await messageLocals(author, event)), saving })
  return turboStream("replace", { target: domId(event.message), html })
}

async function placeOf(event: MessageEvent) {
  return placeIn(await event.message.run(), event)
}

/** The stream of a conversation is called as the conversation is on the page. */
function placeIn({ claims: writer }: Run, { message, conversation }: MessageEvent) {
  return { stream: domId(conversation), message: domId(message), target: domId(message, "content"), writer }
}
