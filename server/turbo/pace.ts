/** Milliseconds. */
const SCREEN_REFRESH = 16
const PERIOD = 1000

/** Frames of one message take a fifth of a core at most, those of all messages in this process half a core. */
const OWN = 4
const TOGETHER = 2

/** Says how often messages are shown, from what that costs and how many there are. */
export class Pace {
  #lately = new Set<object>()
  #count = 0
  #since = 0
  #cost = 0

  /** How many milliseconds `stream` rests after a frame that took it `cost` milliseconds. */
  rest(stream: object, cost: number) {
    this.#see(stream)
    this.#cost += (cost - this.#cost) / 32
    return Math.max(SCREEN_REFRESH, OWN * cost, TOGETHER * this.#count * this.#cost)
  }

  #see(stream: object) {
    const now = performance.now()

    if (now - this.#since > PERIOD) {
      this.#count = this.#lately.size
      this.#lately.clear()
      this.#since = now
    }
    this.#lately.add(stream)
  }
}
