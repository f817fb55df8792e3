import { Controller } from "@hotwired/stimulus"
import { refusalSentence } from "../models/refusal.js"
import { UnsentWords } from "../models/unsent_words.js"

const UNREACHABLE = "The server could not be reached. Your words are still here: send them again."

// Sends once at a time, and keeps the words until the server has them.
export class ComposerController extends Controller {
  static targets = ["content", "clientId", "button", "notice"]
  static values = { key: String }

  connect() {
    this.unsent = new UnsentWords(this.keyValue)
    const words = this.unsent.read()

    if (words && this.#arrived(words)) {
      this.unsent.clear()
    } else if (words && this.#isOlderThan(words)) {
      this.#restore(words)
    }
  }

  save() {
    this.unsent.write({ content: this.contentTarget.value, clientId: this.clientIdTarget.value })
  }

  guard(event) {
    if (this.contentTarget.readOnly) event.preventDefault()
  }

  lock() {
    this.noticeTarget.hidden = true
    this.#lock(true, "Sending…")
  }

  unlock({ detail: { success } }) {
    if (success) this.unsent.clear()
    this.#lock(false, "Send")
  }

  // A refusal that is a page would take the place of the thread; its sentence is enough.
  async explain(event) {
    const { succeeded, statusCode, contentType } = event.detail.fetchResponse
    if (succeeded || statusCode === 401 || contentType?.startsWith("text/vnd.turbo-stream.html")) return

    event.preventDefault()
    this.#say(await refusalSentence(event.detail.fetchResponse))
  }

  unreachable() {
    this.#say(UNREACHABLE)
  }

  // A morph of the page would put the server's empty composer over what is being typed.
  keep(event) {
    event.preventDefault()
  }

  // Those from the server, which have come through signing in, may have been changed since.
  #isOlderThan({ clientId }) {
    return this.contentTarget.value === "" || this.clientIdTarget.value === clientId
  }

  #restore({ content, clientId }) {
    this.contentTarget.value = content
    this.clientIdTarget.value = clientId
    this.contentTarget.dispatchEvent(new Event("input", { bubbles: true }))
  }

  // The answer to an earlier try may have been lost on its way.
  #arrived({ content, clientId }) {
    const sent = document.querySelector(`[data-client-id="${CSS.escape(clientId)}"] .message__content`)
    return sent?.textContent === content
  }

  #lock(locked, label) {
    this.contentTarget.readOnly = locked
    this.buttonTarget.ariaDisabled = String(locked)
    this.buttonTarget.textContent = label
  }

  #say(sentence) {
    this.noticeTarget.textContent = sentence
    this.noticeTarget.hidden = false
  }
}
