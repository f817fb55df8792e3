import type { Message } from "../../server/ai_engine/index.ts"
import { cable } from "../../server/cable/cable.ts"
import { domId } from "../../server/turbo/dom_id.ts"
import { finishMessageStream, messageStream } from "../../server/turbo/message_streams.ts"
import { turboStream } from "../../server/turbo/turbo_stream.ts"
import { render } from "./view.ts"

/** What the partial needs, in a page and in a broadcast alike. */
export async function messageLocals(message: Message) {
  return { message, run: await message.run() }
}

export async function broadcastMessage(message: Message) {
  const html = await render("_message", await messageLocals(message))
  const earlierTry = (await message.tries()).findLast(({ id }) => id < message.id)
  const added = earlierTry
    ? turboStream("after", { target: domId(earlierTry), html })
    : turboStream("append", { target: `${threadId(message)}_messages`, html })
  await cable.append(threadId(message), { kind: "event", html: added })
}

export async function broadcastStart(message: Message) {
  await messageStream(await placeOf(message)).begin(await replacement(message))
}

export async function broadcastProgress(message: Message) {
  const run = await message.run()

  if (run.finished) {
    await finishMessageStream(await placeOf(message), await replacement(message))
  } else {
    messageStream(await placeOf(message)).update(message.content)
  }
}

async function replacement(message: Message) {
  const html = await render("_message", await messageLocals(message))
  return turboStream("replace", { target: domId(message), html })
}

async function placeOf(message: Message) {
  const { claims: writer } = await message.run()
  return { stream: threadId(message), message: domId(message), target: domId(message, "content"), writer }
}

function threadId(message: Message) {
  return `assistant_thread_${message.assistantThreadId}`
}
