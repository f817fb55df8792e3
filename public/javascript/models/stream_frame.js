import { lacksMessage } from "./missing_messages.js"

/** One message of the cable: Turbo Streams that belong together. */
export class StreamFrame {
  #streams
  #renders = []

  constructor(html) {
    const template = document.createElement("template")
    template.innerHTML = html
    this.#streams = [...template.content.children]
  }

  get cursor() {
    return this.#streams[0]?.getAttribute("cursor")
  }

  get refreshes() {
    return this.#streams.some((stream) => stream.getAttribute("action") === "refresh")
  }

  /** Asked before it is rendered, and once. */
  get lacksMessage() {
    return lacksMessage(this.#streams)
  }

  /** Gives the streams to Turbo, which calls `wake` when it would have rendered one. */
  insert(wake) {
    for (const stream of this.#streams) {
      // A microtask later all listeners have been asked, and what they wrapped around the rendering is known.
      const intercept = (event) => queueMicrotask(() => this.#takeOver(event, wake))
      stream.addEventListener("turbo:before-stream-render", intercept, { once: true })
    }
    document.documentElement.append(...this.#streams)
  }

  render() {
    for (const render of this.#renders) render()
  }

  #takeOver({ target, detail, defaultPrevented }, wake) {
    const { render } = detail

    if (!defaultPrevented) {
      this.#renders.push(async () => render(target))
      detail.render = wake
    }
  }
}
