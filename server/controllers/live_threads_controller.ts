import type { AssistantThread, ConversationPage } from "../ai_engine/index.ts"
import { paths } from "../helpers/paths.ts"
import { HtmlBytes } from "../lib/html_bytes.ts"
import { permit } from "../lib/parameters.ts"
import { renderTemplate } from "../lib/view.ts"
import { Draft } from "../models/draft.ts"
import { LiveHtml } from "../models/live/live_html.ts"
import { LiveController } from "./live_controller.ts"

/** A thread in which an answer is under way, for a browser without script: a page that goes on until it has come. */
export class LiveThreadsController extends LiveController {
  async show() {
    const assistantThread = await this.currentUser.assistantThread(this.params.assistant_thread_id)
    const page = await assistantThread.page()

    if (page.stamps.every(({ finished }) => finished)) {
      this.redirectTo(paths.assistantThread(assistantThread))
    } else {
      await this.stream(assistantThread, new LiveHtml(this.currentUser), {
        ...(await this.page(assistantThread, page)),
        type: "html",
        signOfLife: "<!-- -->",
        ending: (sentence) => renderTemplate("live_threads/_ending", { assistantThread, sentence }),
      })
    }
  }

  private async page(assistantThread: AssistantThread, { hasEarlier, stamps }: ConversationPage) {
    const chosen = permit(this.request.query, ["storyteller_id"])
    const messages = new HtmlBytes([])
    const html = await this.renderToString("live_threads/show", {
      title: assistantThread.title ?? "Untitled thread",
      assistantThread,
      draft: await Draft.for(this.currentUser, assistantThread, chosen),
      earlier: hasEarlier ? stamps[0] : undefined,
      messages,
      isScriptless: true,
    })
    return messages.around(html)
  }
}
