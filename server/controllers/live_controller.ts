import type { Conversation } from "../ai_engine/index.ts"
import { logger } from "../lib/logger.ts"
import { PacedResponse } from "../lib/paced_response.ts"
import type { LiveFormat } from "../models/live/live_format.ts"
import { admitLiveReader } from "../models/live/live_readers.ts"
import { liveConversation } from "../models/live/live_conversation.ts"
import { domId } from "../turbo/dom_id.ts"
import { ConversationController } from "./conversation_controller.ts"

const BROKEN = "Something went wrong here, so this page can't go on."

type Frame = {
  type: "html" | "text"
  before: string
  after: string
  /** What is said for life's sake, and does not show. */
  signOfLife: string
  /** What stands where the page ends before its time, and why. */
  ending: (sentence: string) => Promise<string>
}

/** Answers that go on for as long as a conversation's answers do. */
export class LiveController extends ConversationController {
  protected async stream(conversation: Conversation, format: LiveFormat, frame: Frame) {
    this.response.status(200).type(frame.type).vary("Accept").set("X-Accel-Buffering", "no")
    if (this.request.method === "HEAD") return void this.response.end()

    const line = new PacedResponse(this.response, frame)
    admitLiveReader(line, {
      userId: this.currentUser.id,
      sessionId: this.session?.id ?? 0,
      stream: domId(conversation),
    })
    await this.write(line, frame.before, liveConversation(conversation, format, line))
    line.finish((line.ending ? await frame.ending(line.ending) : "") + frame.after)
  }

  // What is begun can't become a page that says what went wrong: it says so at its end.
  private async write(line: PacedResponse, before: string, pieces: AsyncIterable<string | Buffer>) {
    try {
      await line.write(before)
      for await (const piece of pieces) await line.write(piece)
    } catch (error) {
      logger.error("A page could not go on while an answer came", { error })
      line.endWith(BROKEN)
    }
  }
}
