import { type Conversation, Message, type MessageStamp } from "../../ai_engine/index.ts"
import { domId } from "../../turbo/dom_id.ts"
import type { LiveAnswer } from "./live_answer.ts"
import { joinLiveAnswer } from "./live_answers.ts"
import type { LiveFormat } from "./live_format.ts"

/** Who reads: `sleep` resolves when `wake` was called, or when it is over. */
type Line = { readonly isOver: boolean; readonly wake: () => void; sleep(): Promise<void> }

type Piece = string | Buffer

/** What stands in a thread, and what comes, until no answer in it is under way, or the reader's line is over. */
export async function* liveConversation(
  conversation: Conversation,
  format: LiveFormat,
  line: Line,
): AsyncGenerator<Piece> {
  const told = new Set<number>()
  let news = (await conversation.page()).stamps

  while (news.length > 0 && !line.isOver) {
    const first = news.findIndex(({ finished }) => !finished)
    const finished = news.slice(0, first === -1 ? news.length : first)
    const part = finished.length > 0 ? finished : news.slice(0, 1)

    yield* finished.length > 0
      ? once(format.messages(finished))
      : unfinished(conversation, part, format, line)
    for (const { id } of part) told.add(id)
    news = (await conversation.page()).stamps.filter(({ id }) => !told.has(id))
  }
}

async function* once(piece: Promise<Piece>) {
  yield await piece
}

async function* unfinished(
  conversation: Conversation,
  stamps: MessageStamp[],
  format: LiveFormat,
  line: Line,
) {
  const [message] = await Message.withIds(stamps.map(({ id }) => id))

  if (message?.role === "user") {
    yield await format.question(message)
  } else if (message) {
    yield await format.beginning(message)
    const answer = joinLiveAnswer(message, domId(conversation), line.wake)
    try {
      yield* growing(answer, format, line)
      if (answer.isOver) yield await format.end(answer.outcome ?? message)
    } finally {
      answer.leave(line.wake)
    }
  }
}

async function* growing(answer: LiveAnswer, format: LiveFormat, line: Line) {
  let told = 0

  for (;;) {
    const isLast = answer.isOver || line.isOver
    const content = format.content(answer)
    const closing = answer.isOver || !isLast ? "" : format.cut(answer)
    const news = content.slice(told)
    told = content.length

    if (news + closing) yield news + closing
    if (isLast) return
    if (!news) await line.sleep()
  }
}
