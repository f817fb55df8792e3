import type { Row } from "../measures/measure.ts"

export type DocumentRow = Row & { measuredOn: string; before: string }

const HEADINGS = ["measure", "yardstick", "ours", "ratio", "to reach", "reached"]
const DOCUMENT_HEADINGS = [...HEADINGS, "measured on", "the time before"]

/** As Markdown, in columns, so that it reads as well in a terminal. */
export function table(rows: Row[]) {
  return markdownTable([HEADINGS, ...rows.map(cells)])
}

/** The same, with from when each figure is, and what it was before. */
export function documentTable(rows: DocumentRow[]) {
  return markdownTable([DOCUMENT_HEADINGS, ...rows.map((row) => [...cells(row), row.measuredOn, row.before])])
}

function markdownTable(lines: string[][]) {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  )
  const [head = "", ...body] = lines.map((line) => inColumns(line, widths))
  const rule = widths.map((width) => "-".repeat(width))
  return [head, inColumns(rule, widths), ...body].join("\n")
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
