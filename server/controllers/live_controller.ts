import type { AssistantThread } from "../ai_engine/index.ts"
import { PacedResponse } from "../lib/paced_response.ts"
import type { LiveFormat } from "../models/live/live_format.ts"
import { admitLiveReader } from "../models/live/live_readers.ts"
import { liveThread } from "../models/live/live_thread.ts"
import { domId } from "../turbo/dom_id.ts"
import { ApplicationController } from "./application_controller.ts"

type Frame = {
  type: "html" | "text"
  before: string
  after: string
  /** What is said for life's sake, and does not show. */
  signOfLife: string
  /** What stands where the page ends before its time, and why. */
  ending: (sentence: string) => Promise<string>
}

/** Answers that go on for as long as a thread's answers do. */
export class LiveController extends ApplicationController {
  protected async stream(assistantThread: AssistantThread, format: LiveFormat, frame: Frame) {
    this.response.status(200).type(frame.type).vary("Accept").set("X-Accel-Buffering", "no")
    if (this.request.method === "HEAD") return void this.response.end()

    const line = new PacedResponse(this.response, frame)
    admitLiveReader(line, {
      userId: this.currentUser.id,
      sessionId: this.session?.id ?? 0,
      stream: domId(assistantThread),
    })
    await line.write(frame.before)
    for await (const piece of liveThread(assistantThread, format, line)) await line.write(piece)
    line.finish((line.ending ? await frame.ending(line.ending) : "") + frame.after)
  }
}
