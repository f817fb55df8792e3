import { Controller } from "@hotwired/stimulus"

// Shows a <time> in the reader's zone and language.
export class LocalTimeController extends Controller {
  connect() {
    this.show()
  }

  show() {
    const time = new Date(this.element.dateTime)
    this.element.title = time.toLocaleString(undefined, { dateStyle: "full", timeStyle: "long" })
    this.element.textContent = time.toLocaleString(undefined, this.#precision(time))
  }

  #precision(time) {
    if (time.toDateString() === new Date().toDateString()) {
      return { timeStyle: "short" }
    } else {
      return { dateStyle: "medium", timeStyle: "short" }
    }
  }
}
