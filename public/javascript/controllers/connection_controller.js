import { Controller } from "@hotwired/stimulus"

// Says why the page is not kept up to date, and what leads on where there is something.
export class ConnectionController extends Controller {
  static targets = ["notice", "sentence", "remedy"]
  static values = { lost: String }

  connect() {
    if (!this.noticeTarget.dataset.explained) this.reset()
  }

  explain({ detail: { status, reason } }) {
    this.#say(reason, status)
    this.noticeTarget.dataset.explained = status
  }

  reset() {
    this.#say(this.lostValue)
    delete this.noticeTarget.dataset.explained
  }

  #say(sentence, status) {
    // What is said already is not announced again with every attempt.
    if (this.sentenceTarget.textContent !== sentence) this.sentenceTarget.textContent = sentence
    for (const remedy of this.remedyTargets) {
      remedy.hidden = remedy.dataset.status !== String(status)
      remedy.textContent = remedy.hidden ? "" : remedy.dataset.words
    }
  }
}
