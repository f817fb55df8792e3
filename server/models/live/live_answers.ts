import type { Message } from "../../ai_engine/index.ts"
import { logger } from "../../lib/logger.ts"
import { LiveAnswer } from "./live_answer.ts"

const answers = new Map<number, LiveAnswer>()

/** One for all who read the message in this process; `wake` is called when there is more of it, until they leave. */
export function joinLiveAnswer(message: Message, stream: string, wake: () => void): LiveAnswer {
  const known = answers.get(message.id)
  const answer = known && !known.isClosed ? known : new LiveAnswer(message, stream)

  answer.join(wake)
  if (answer !== known) {
    answers.set(message.id, answer)
    follow(message.id, answer)
  }
  return answer
}

async function follow(id: number, answer: LiveAnswer) {
  await answer.follow().catch((error) => logger.error("A live answer could not be followed", { error }))
  if (answers.get(id) === answer) answers.delete(id)
}
