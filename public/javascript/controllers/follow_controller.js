import { Controller } from "@hotwired/stimulus"
import { navigator } from "@hotwired/turbo"

const NEAR = 48

// Keeps the newest words in view for a reader who is at the bottom, and leaves every other reader alone.
export class FollowController extends Controller {
  static targets = ["button"]

  connect() {
    const goneBack = navigator.currentVisit?.action === "restore"
    this.following = location.hash === "" && !goneBack
    this.lastTop = scrollY
    // Its first call comes after Turbo has put a new page to its top.
    this.observer = new ResizeObserver(() => this.grown())
    this.observer.observe(this.element)
  }

  disconnect() {
    this.observer.disconnect()
  }

  scrolled() {
    const movedUp = scrollY < this.lastTop
    this.lastTop = scrollY

    if (this.#distance <= (movedUp ? 1 : NEAR)) {
      this.following = true
    } else if (movedUp) {
      this.following = false
    }
    this.#showButton()
  }

  grown() {
    if (this.following) {
      this.jump()
    } else {
      this.following = this.#distance <= 1
      this.#showButton()
    }
  }

  jump() {
    this.following = true
    scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" })
    this.lastTop = scrollY
    this.#showButton()
  }

  get #distance() {
    return document.documentElement.scrollHeight - innerHeight - scrollY
  }

  #showButton() {
    this.buttonTarget.hidden = this.following
  }
}
