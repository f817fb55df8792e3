import { markdown } from "../../server/helpers/markdown.ts"
import { AnswerStream } from "../../server/turbo/answer_stream.ts"

/** Milliseconds of CPU: all of it, and the longest push. */
export type Cost = { sum: number; push: number }

const YARDSTICK_MS = 10
const YARDSTICK_TEXT = "the clock struck *twelve*, and > nobody | slept ".repeat(7500)
const TRIES = 3
/** What is far too much is not measured twice. */
const TOO_MUCH = 1000

export function pageCost(text: string): Cost {
  const sum = least(() => markdown(text))
  return { sum, push: 0 }
}

/** `chunks` make the text together; of each push the least of all tries counts. */
export function streamCost(chunks: string[]): Cost {
  const least = Array<number>(chunks.length).fill(Infinity)
  let sum = Infinity

  for (let tried = 0; tried < TRIES && !(sum > TOO_MUCH && sum < Infinity); tried += 1) {
    const stream = new AnswerStream("message_1")
    const start = cpu()
    for (const [index, chunk] of chunks.entries()) {
      const before = performance.now()
      stream.push(chunk)
      least[index] = Math.min(least[index] as number, performance.now() - before)
    }
    sum = Math.min(sum, cpu() - start)
  }
  return { sum, push: Math.max(...least) }
}

/** How much longer than on the machine of the figures all takes here and now. */
export function slowness() {
  return (
    least(() => YARDSTICK_TEXT.replace(/[^\w\s]\w*|(\w+) (?=n)/g, "<$1>").split("<").length) / YARDSTICK_MS
  )
}

function least(work: () => void) {
  let best = Infinity
  for (let tried = 0; tried < TRIES && !(best > TOO_MUCH && best < Infinity); tried += 1) {
    const start = cpu()
    work()
    best = Math.min(best, cpu() - start)
  }
  return best
}

function cpu() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
