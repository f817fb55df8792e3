import type { Row } from "../measures/measure.ts"

const HEADINGS = ["measure", "yardstick", "ours", "ratio", "to reach", "reached"]

/** As Markdown, in columns, so that it reads as well in a terminal. */
export function table(rows: Row[]) {
  const lines = [HEADINGS, ...rows.map(cells)]
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  const [head = "", ...body] = lines.map((line) => inColumns(line, widths))
  return [
    head,
    inColumns(
      widths.map((width) => "-".repeat(width)),
      widths,
    ),
    ...body,
  ].join("\n")
}

function cells({ measure, yardstick, ours, ratio, reach, reached }: Row) {
  return [measure, yardstick, ours, ratio, reach, reached === undefined ? "" : verdict(reached)]
}

function verdict(reached: boolean) {
  return reached ? "yes" : "no"
}

function inColumns(line: string[], widths: number[]) {
  return `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`
}
