import type { Conversation, ConversationPage } from "../ai_engine/index.ts"
import { paths } from "../helpers/paths.ts"
import { HtmlBytes } from "../lib/html_bytes.ts"
import { permit } from "../lib/parameters.ts"
import { renderTemplate } from "../lib/view.ts"
import { draftIn } from "../models/draft_in.ts"
import { LiveHtml } from "../models/live/live_html.ts"
import { LiveController } from "./live_controller.ts"

/** A conversation in which an answer is under way, for a browser without script: a page that goes on until it has come. */
export class LiveConversationsController extends LiveController {
  async show() {
    const conversation = await this.conversation()
    const page = await conversation.page()

    if (page.stamps.every(({ finished }) => finished)) {
      this.redirectTo(paths.conversation(conversation))
    } else {
      await this.stream(conversation, new LiveHtml(this.currentUser, conversation), {
        ...(await this.page(conversation, page)),
        type: "html",
        signOfLife: "<!-- -->",
        ending: (sentence) => renderTemplate("live_conversations/_ending", { conversation, sentence }),
      })
    }
  }

  private async page(conversation: Conversation, { hasEarlier, stamps }: ConversationPage) {
    const chosen = permit(this.request.query, ["storyteller_id"])
    const messages = new HtmlBytes([])
    const html = await this.renderToString("live_conversations/show", {
      title: conversation.name,
      conversation,
      draft: await draftIn(this.currentUser, conversation, chosen),
      earlier: hasEarlier ? stamps[0] : undefined,
      messages,
      isScriptless: true,
    })
    return messages.around(html)
  }
}
