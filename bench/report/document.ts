import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { cpus } from "node:os"
import { join } from "node:path"
import type { Bytes } from "../measures/bytes.ts"
import type { Steps } from "../measures/concurrency.ts"
import type { Measured, Row } from "../measures/measure.ts"
import { median } from "../statistics.ts"
import { bytesPlot, latencyPlot } from "./plots.ts"
import { type DocumentRow, documentTable } from "./table.ts"

/** A measure as the page keeps it: from when its figures are, and what they were the time before. */
type Kept<Figures = unknown> = Measured<Figures> & {
  measuredOn: string
  before?: { measuredOn: string; rows: Row[] } | undefined
}
type AllKept = Record<string, Kept> & { bytes?: Kept<Bytes>; concurrency?: Kept<Steps> }

const DOCS = join(import.meta.dirname, "../../docs")
const FIGURES = join(DOCS, "performance.json")
const DOCUMENT = join(DOCS, "performance.md")
const PLACE = /(?<=<!-- figures -->\n).*(?=<!-- end of figures -->)/s

/** Puts figures, table and plots into docs/. What was not measured this time stays as it was, and keeps its date. */
export function writeDocument(names: string[], measured: Record<string, Measured>) {
  const earlier: AllKept = existsSync(FIGURES) ? JSON.parse(readFileSync(FIGURES, "utf8")) : {}
  const all: AllKept = { ...earlier, ...kept(measured, earlier) }
  const rows = names.flatMap((name) => documentRows(all[name]))

  writeFileSync(FIGURES, `${JSON.stringify(all, rounded, 1)}\n`)
  if (all.bytes) writeFileSync(join(DOCS, "images/performance-bytes.svg"), bytesPlot(all.bytes.figures))
  if (all.concurrency) {
    writeFileSync(join(DOCS, "images/performance-latency.svg"), latencyPlot(all.concurrency.figures))
  }
  writeFileSync(
    DOCUMENT,
    readFileSync(DOCUMENT, "utf8").replace(PLACE, () => `${circumstances(all)}\n\n${documentTable(rows)}\n`),
  )
}

function kept(measured: Record<string, Measured>, earlier: AllKept): Record<string, Kept> {
  const measuredOn = new Date().toISOString().slice(0, 10)
  const entries = Object.entries(measured).map(([name, { rows, figures }]) => {
    const before = earlier[name] && { measuredOn: earlier[name].measuredOn, rows: earlier[name].rows }
    return [name, { measuredOn, rows, figures, before }]
  })
  return Object.fromEntries(entries)
}

function documentRows(measure: Kept | undefined): DocumentRow[] {
  if (!measure) return []

  const { rows, measuredOn, before } = measure
  return rows.map((row, index) => ({ ...row, measuredOn, before: earlierFigure(before, index) }))
}

function earlierFigure(before: Kept["before"], index: number) {
  const row = before?.rows[index]
  return before && row ? `${row.ours}${row.ratio && `, ${row.ratio}`} (${before.measuredOn})` : ""
}

function circumstances(all: AllKept) {
  const [cpu] = cpus()
  const machine = `Node ${process.versions.node}, ${cpus().length} × ${cpu?.model}`
  const [others, stolen] = ["others", "stolen"].map((load) => Math.max(0, median(loads(load, all))))
  return `Last measured with ${machine}. Whatever else ran there used ${others} % of a core meanwhile, and its host gave ${stolen} % to other guests.`
}

function loads(wanted: string, all: AllKept) {
  const found: number[] = []
  JSON.stringify(all, (name, value) => {
    if (name === wanted) found.push(value)
    return value
  })
  return found
}

function rounded(_name: string, value: unknown) {
  return typeof value === "number" ? Number(value.toPrecision(4)) : value
}
