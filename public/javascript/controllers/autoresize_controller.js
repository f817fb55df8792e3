import { Controller } from "@hotwired/stimulus"

// A textarea as high as its words, where `field-sizing: content` does not see to it.
export class AutoresizeController extends Controller {
  connect() {
    this.resize()
  }

  resize() {
    if (CSS.supports("field-sizing", "content")) return

    const { style } = this.element
    style.height = "auto"
    style.height = `${this.element.scrollHeight}px`
  }
}
