import type { Message, MessageStamp } from "../../ai_engine/index.ts"
import type { LiveAnswer } from "./live_answer.ts"

/** How a thread looks to who reads it as it comes. All that it returns can be sent as it is. */
export interface LiveFormat {
  /** What does not change any more. */
  messages(stamps: MessageStamp[]): Promise<string | Buffer>
  question(message: Message): Promise<string>
  beginning(answer: Message): Promise<string>
  /** All there is by now, which only grows. */
  content(answer: LiveAnswer): string
  end(answer: Message): Promise<string>
  /** Where the reader's line ends before the answer does. */
  cut(answer: LiveAnswer): string
}
