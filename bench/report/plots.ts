import type { Bytes, Length } from "../measures/bytes.ts"
import type { Step, Steps } from "../measures/concurrency.ts"
import { type Line, plot } from "./plot.ts"

const KILO = 1000
const MEGA = 1000 * KILO

export function bytesPlot({ lengths }: Bytes) {
  const line = (name: string, color: Line["color"], of: (length: Length) => number, dashed = false): Line => {
    return { name, color, dashed, points: lengths.map((length) => [length.tokens, of(length)]) }
  }

  return plot({
    title: "Bytes on the wire, one token every 20 ms",
    x: {
      label: "tokens in the answer",
      marks: lengths.map(({ tokens }) => tokens),
      describe: (tokens) => tokens.toLocaleString("en"),
    },
    y: { label: "bytes", marks: decades(KILO, lengths.at(-1)?.whole ?? MEGA), describe: describeBytes },
    lines: [
      line("the whole each time", "other", ({ whole }) => whole),
      line("sent", "ours", ({ paced }) => paced),
      line("sent in a burst", "ours", ({ burst }) => burst, true),
      line("final HTML", "yardstick", ({ final }) => final),
    ],
  })
}

export function latencyPlot(steps: Steps) {
  const all = Object.values(steps).flat()
  const line = (name: string, color: Line["color"], taken: Step[], percent: "p50" | "p99"): Line => {
    const points = taken.map((step): [number, number] => [step.streams, step[percent]])
    return { name: `${name} ${percent}`, color, dashed: percent === "p50", points }
  }

  return plot({
    title: "From the provider's write to the reader, 50 tokens a second each",
    x: {
      label: "answers at once",
      marks: [...new Set(all.map(({ streams }) => streams))].sort((one, other) => one - other),
      describe: String,
    },
    y: {
      label: "milliseconds",
      marks: decades(0.1, Math.max(...all.map(({ p99 }) => p99))),
      describe: (milliseconds) => milliseconds.toLocaleString("en"),
    },
    lines: (["p99", "p50"] as const).flatMap((percent) => [
      line("embedded", "ours", steps.embedded, percent),
      line("scaled", "other", steps.scaled, percent),
      line("relay", "yardstick", steps.relay, percent),
    ]),
  })
}

function decades(least: number, most: number) {
  const count = Math.ceil(Math.log10(most / least))
  return Array.from({ length: count + 1 }, (_, power) => least * 10 ** power)
}

function describeBytes(bytes: number) {
  return bytes < MEGA ? `${bytes / KILO} KB` : `${(bytes / MEGA).toLocaleString("en")} MB`
}
