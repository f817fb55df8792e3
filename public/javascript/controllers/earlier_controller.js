import { Controller } from "@hotwired/stimulus"
import { visit } from "@hotwired/turbo"
import { earlierMessages, goBackTo } from "../models/earlier_messages.js"

// Puts earlier messages above the others before their reader gets there, and leaves the line that is read in its place.
export class EarlierController extends Controller {
  static targets = ["link"]

  initialize() {
    this.observer = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && this.#load(), {
      rootMargin: "100% 0px 0px",
    })
  }

  connect() {
    this.isPreview = document.documentElement.hasAttribute("data-turbo-preview")
  }

  linkTargetConnected(link) {
    this.observer.observe(link)
  }

  linkTargetDisconnected(link) {
    this.observer.unobserve(link)
  }

  async load(event) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return

    const { href } = event.currentTarget
    event.preventDefault()
    if (!(await this.#load())) visit(href)
  }

  // A page that takes the place of this one gets as many messages as this one has come to show.
  async keep(event) {
    const { newBody, resume } = event.detail
    const list = newBody.querySelector(`#${this.element.id}`)
    const oldest = this.element.querySelector(".message")
    if (!list || !oldest || this.isPreview) return

    event.preventDefault()
    await goBackTo(oldest.id, list)
    resume()
  }

  #load() {
    this.loading ??= this.#loadOnce(this.linkTarget).finally(() => {
      this.loading = undefined
    })
    return this.loading
  }

  async #loadOnce(link) {
    const earlier = await earlierMessages(link)
    if (earlier) this.#insert(earlier, link)
    return earlier !== undefined
  }

  #insert({ nodes, cursor, isWritten }, link) {
    const first = this.element.querySelector(".message")
    const hadFocus = link === document.activeElement
    const { top } = first.getBoundingClientRect()

    if (isWritten) document.querySelector("cable-stream-source").replayFrom(cursor)
    link.parentElement.replaceWith(...nodes)
    scrollBy({ top: first.getBoundingClientRect().top - top, behavior: "instant" })
    if (hadFocus) this.#focus(first)
  }

  #focus(message) {
    message.tabIndex = -1
    message.focus({ preventScroll: true })
  }
}
