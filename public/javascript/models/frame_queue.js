import { StreamFrame } from "./stream_frame.js"

/**
 * Renders frames in the order they came, each in one go. Left to itself Turbo waits for a repaint with every
 * stream alone, so that one from before the page was hidden comes after one from when it was.
 */
export class FrameQueue {
  #frames = []
  #rendered

  /** `rendered` is told of each frame that was: its cursor, and what the page has to do now. */
  constructor(rendered) {
    this.#rendered = rendered
  }

  push(html) {
    const frame = new StreamFrame(html)

    this.#frames.push(frame)
    frame.insert(() => this.#flush())
  }

  /** What was pushed but not yet rendered never will be. */
  clear() {
    this.#frames = []
  }

  #flush() {
    while (this.#frames.length > 0) {
      const frame = this.#frames.shift()
      const { cursor, refreshes, lacksMessage } = frame

      frame.render()
      this.#rendered({ cursor, refreshes, lacksMessage })
    }
  }
}
