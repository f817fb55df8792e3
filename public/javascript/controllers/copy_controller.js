import { Controller } from "@hotwired/stimulus"

const MILLISECONDS_SHOWN = 2000

// Made here, as it is of no use without script; a morph of the page leaves what is permanent.
const BUTTON =
  '<div class="code__copy" data-turbo-permanent><span class="code__copied" role="status"></span>' +
  '<button class="code__button" type="button" data-action="copy#copy" aria-label="Copy code"></button></div>'

// Copies a block of code. The button stands before it, as the code may still grow at its end.
export class CopyController extends Controller {
  connect() {
    if (navigator.clipboard && !this.element.querySelector("button")) {
      this.element.insertAdjacentHTML("afterbegin", BUTTON)
    }
  }

  async copy() {
    const { textContent } = this.element.querySelector("code")
    const copying = navigator.clipboard.writeText(textContent)
    const status = this.element.querySelector("[role=status]")

    status.textContent = await copying.then(
      () => "Copied",
      () => "Your browser did not copy it",
    )
    setTimeout(() => status.replaceChildren(), MILLISECONDS_SHOWN)
  }
}
