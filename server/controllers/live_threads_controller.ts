import type { AssistantThread } from "../ai_engine/index.ts"
import { paths } from "../helpers/paths.ts"
import { HtmlBytes } from "../lib/html_bytes.ts"
import { PacedResponse } from "../lib/paced_response.ts"
import { permit } from "../lib/parameters.ts"
import { renderTemplate } from "../lib/view.ts"
import { Draft } from "../models/draft.ts"
import { LiveHtml } from "../models/live/live_html.ts"
import { admitLiveReader } from "../models/live/live_readers.ts"
import { liveThread } from "../models/live/live_thread.ts"
import { domId } from "../turbo/dom_id.ts"
import { ApplicationController } from "./application_controller.ts"

/** A thread in which an answer is under way, for a browser without script: a page that goes on until it has come. */
export class LiveThreadsController extends ApplicationController {
  async show() {
    const assistantThread = await this.currentUser.assistantThread(this.params.assistant_thread_id)
    const { stamps, hasEarlier } = await assistantThread.page()

    if (stamps.every(({ finished }) => finished)) {
      this.redirectTo(paths.assistantThread(assistantThread))
    } else {
      await this.stream(assistantThread, hasEarlier ? stamps[0] : undefined)
    }
  }

  private async stream(assistantThread: AssistantThread, earlier: { id: number } | undefined) {
    const { before, after } = await this.page(assistantThread, earlier)
    this.response.status(200).type("html").set("X-Accel-Buffering", "no")
    if (this.request.method === "HEAD") return void this.response.end()

    const line = new PacedResponse(this.response, { signOfLife: "<!-- -->" })
    admitLiveReader(line, {
      userId: this.currentUser.id,
      sessionId: this.session?.id ?? 0,
      stream: domId(assistantThread),
    })
    await line.write(before)
    for await (const piece of liveThread(assistantThread, new LiveHtml(this.currentUser), line)) {
      await line.write(piece)
    }
    const { ending } = line
    line.finish(
      (ending ? await renderTemplate("live_threads/_ending", { assistantThread, ending }) : "") + after,
    )
  }

  private async page(assistantThread: AssistantThread, earlier: { id: number } | undefined) {
    const chosen = permit(this.request.query, ["storyteller_id"])
    const messages = new HtmlBytes([])
    const html = await this.renderToString("live_threads/show", {
      title: assistantThread.title ?? "Untitled thread",
      assistantThread,
      draft: await Draft.for(this.currentUser, assistantThread, chosen),
      earlier,
      messages,
      isScriptless: true,
    })
    return messages.around(html)
  }
}
