import { compositions, KNOWN_SHAPES } from "../test/support/markdown_shapes.ts"
import { pageCost, streamCost } from "./hunt/costs.ts"

const LENGTH = 50_000
const PIECE = 20

for (const make of Object.values(compositions(1, 20))) pageCost(make(2000))

/** Milliseconds of CPU: the page, all pushes of the stream, the longest of them. */
for (const [name, make] of Object.entries(KNOWN_SHAPES)) {
  const text = make(LENGTH)
  const pieces = Array.from({ length: LENGTH / PIECE }, (_, at) => text.slice(at * PIECE, (at + 1) * PIECE))
  const { sum, push } = streamCost(pieces)
  const figures = [pageCost(text).sum, sum, push].map((ms) => ms.toFixed(1).padStart(8))
  console.log(`${figures.join(" ")}  ${name}`)
}
