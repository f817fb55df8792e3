import type { Message, Run } from "../../ai_engine/index.ts"
import { renderTemplate } from "../../lib/view.ts"
import { broadcastAfterTo, broadcastAppendTo } from "../../turbo/broadcasts.ts"
import { domId } from "../../turbo/dom_id.ts"
import { fenceMessageStream, finishMessageStream, messageStream } from "../../turbo/message_streams.ts"
import { turboStream } from "../../turbo/turbo_stream.ts"
import type { User } from "../user.ts"

export const MESSAGE = "messages/_message"

/** What the partial needs, in a page, a response and a broadcast alike. */
export async function messageLocals(author: User, message: Message) {
  return { message, run: await message.run(), author: author.fullName }
}

export async function broadcastMessage(author: User, message: Message) {
  const rendering = {
    message: domId(message),
    partial: MESSAGE,
    locals: await messageLocals(author, message),
  }
  const thread = threadId(message)
  const earlierTry = await tryBefore(message)

  if (earlierTry) {
    await broadcastAfterTo(thread, { ...rendering, target: domId(earlierTry) })
  } else {
    await broadcastAppendTo(thread, { ...rendering, target: `${thread}_messages` })
  }
}

export async function broadcastStart(author: User, message: Message) {
  const stream = messageStream(await placeOf(message))
  await stream.begin(await replacement(author, message), message.content)
}

/** Once per chunk while the run streams; the last one puts the finished message in place of the streamed one. */
export async function broadcastProgress(author: User, message: Message, added?: string) {
  const run = await message.run()
  const place = placeIn(run, message)

  if (run.finished) {
    await finishMessageStream(place, await replacement(author, message))
  } else {
    messageStream(place).update(message.content, added)
  }
}

/** All of it is here, but for the database, which is away: nothing is asked of that. */
export async function broadcastDelay(author: User, message: Message) {
  const stream = messageStream(await placeOf(message))
  await stream.hold(await replacement(author, message, { saving: true }), message.content)
}

/** What readers may have seen of an answer under way. Who wrote it under this claim shows them nothing more. */
export async function shownContent(message: Message, claims: number) {
  return fenceMessageStream({ ...(await placeOf(message)), writer: claims })
}

async function tryBefore(message: Message): Promise<Message | undefined> {
  const { attempt } = await message.run()
  const tries = attempt > 1 ? await message.tries() : []
  return tries.findLast(({ id }) => id < message.id)
}

async function replacement(author: User, message: Message, { saving = false } = {}) {
  const html = await renderTemplate(MESSAGE, { ...(await messageLocals(author, message)), saving })
  return turboStream("replace", { target: domId(message), html })
}

async function placeOf(message: Message) {
  return placeIn(await message.run(), message)
}

function placeIn({ claims: writer }: Run, message: Message) {
  return { stream: threadId(message), message: domId(message), target: domId(message, "content"), writer }
}

/** The stream of a thread is called as the thread is on the page. */
function threadId(message: Message) {
  return `assistant_thread_${message.assistantThreadId}`
}
