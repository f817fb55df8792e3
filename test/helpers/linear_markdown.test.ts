import assert from "node:assert/strict"
import { on } from "node:events"
import { test } from "node:test"
import { Worker } from "node:worker_threads"
import { compositions, KNOWN_SHAPES } from "../support/markdown_shapes.ts"

/** Characters. What takes the square of them takes four times as many steps for each at the last as at the first. */
const SIZES = [500, 2000]
/** Steps for each character: how many more of them there may be in a text four times as long, and at most. */
const MOST_GROWTH = 1.5
const MOST = 400
const FEW = 100
const COMPOSITIONS = 60

test("reading takes as many steps for a character in a long text as in a short one", async () => {
  const makers = { ...KNOWN_SHAPES, ...compositions(1, COMPOSITIONS) }
  const texts = Object.values(makers).flatMap((make) => SIZES.map(make))
  const steps = await countedSteps(texts)

  for (const [index, name] of Object.keys(makers).entries()) {
    const [few = 0, many = 0] = SIZES.map((size, at) => (steps[index * SIZES.length + at] ?? 0) / size)
    const message = `${name}: ${few.toFixed()} steps for a character, then ${many.toFixed()}`
    assert.ok(many <= Math.max(MOST_GROWTH * few, FEW) && many <= MOST, message)
  }
})

async function countedSteps(texts: string[]) {
  const file = new URL("../support/counted_rendering.ts", import.meta.url)
  const worker = new Worker(file, { workerData: texts, resourceLimits: { stackSizeMb: 200 } })
  const steps: number[] = []

  for await (const [step] of on(worker, "message", { close: ["exit"] })) steps.push(step)
  assert.equal(steps.length, texts.length)
  return steps
}
