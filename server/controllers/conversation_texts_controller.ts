import type { NextFunction, Request, Response } from "express"
import { LiveText } from "../models/live/live_text.ts"
import { LiveController } from "./live_controller.ts"

/** Takes no room in a terminal. */
const ZERO_WIDTH_SPACE = "\u200B"

/** A conversation as plain text, which goes on while an answer comes. */
export class ConversationTextsController extends LiveController {
  async show() {
    const conversation = await this.conversation()
    await this.stream(conversation, new LiveText(this.currentUser, conversation), {
      type: "text",
      before: "",
      after: "",
      signOfLife: ZERO_WIDTH_SPACE,
      ending: async (sentence) => `[${sentence}]\n`,
    })
  }
}

/** For who asks for plain text, or by `curl` for nothing in particular; others are answered by the routes below. */
export function ifPlainText(request: Request, _response: Response, next: NextFunction) {
  const { accept = "*/*", "user-agent": userAgent = "" } = request.headers
  const isWanted =
    request.accepts(["html", "text"]) === "text" || (accept === "*/*" && /^curl\//.test(userAgent))
  next(
    isWanted && /^\d+$/.test(String(request.params.assistant_thread_id ?? request.params.chat_id))
      ? undefined
      : "route",
  )
}
