/** Finds where code in a text ends, without looking at all that follows each time. */
export class CodeSpans {
  /** Where runs of so many backticks begin, the last first. */
  readonly #runs = new Map<number, number[]>()

  constructor(source: string) {
    for (const { 0: run, index } of source.matchAll(/`+/g)) {
      const runs = this.#runs.get(run.length) ?? []
      this.#runs.set(run.length, runs)
      runs.push(index)
    }
    for (const runs of this.#runs.values()) runs.reverse()
  }

  /**
   * The end of code that begins with so many backticks, which end there; undefined where there is none, or it would
   * be longer. What is asked for later has to stand later.
   */
  endOf(backticks: number, start: number, longest: number) {
    const runs = this.#runs.get(backticks) ?? []
    while ((runs.at(-1) ?? Infinity) <= start) runs.pop()

    const end = runs.at(-1) ?? Infinity
    return end - start <= longest ? end + backticks : undefined
  }
}
