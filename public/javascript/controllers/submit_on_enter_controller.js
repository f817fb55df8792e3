import { Controller } from "@hotwired/stimulus"

const COMPOSING = 229
const touchOnly = matchMedia("(hover: none) and (pointer: coarse)")

// Enter sends and Shift+Enter makes a new line. Where there is no key but Enter for a new line, a button sends.
export class SubmitOnEnterController extends Controller {
  submit(event) {
    if (this.#sends(event)) {
      event.preventDefault()
      this.element.form.requestSubmit()
    }
  }

  #sends(event) {
    // While a Japanese or Chinese word is composed, Enter picks it; Safari tells that by the key code alone.
    const composing = event.isComposing || event.keyCode === COMPOSING
    const commanded = event.ctrlKey || event.metaKey
    return event.key === "Enter" && !event.shiftKey && !composing && (commanded || !touchOnly.matches)
  }
}
