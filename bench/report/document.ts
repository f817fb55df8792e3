import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { cpus } from "node:os"
import { join } from "node:path"
import type { Bytes } from "../measures/bytes.ts"
import type { Steps } from "../measures/concurrency.ts"
import type { Measured } from "../measures/measure.ts"
import { median } from "../statistics.ts"
import { bytesPlot, latencyPlot } from "./plots.ts"
import { table } from "./table.ts"

type AllMeasured = Record<string, Measured> & { bytes?: Measured<Bytes>; concurrency?: Measured<Steps> }

const DOCS = join(import.meta.dirname, "../../docs")
const FIGURES = join(DOCS, "performance.json")
const DOCUMENT = join(DOCS, "performance.md")
const PLACE = /(?<=<!-- figures -->\n).*(?=<!-- end of figures -->)/s

/** Puts figures, table and plots into docs/. What was not measured this time stays as it was. */
export function writeDocument(names: string[], measured: Record<string, Measured>) {
  const earlier: AllMeasured = existsSync(FIGURES) ? JSON.parse(readFileSync(FIGURES, "utf8")) : {}
  const all: AllMeasured = { ...earlier, ...measured }
  const rows = names.flatMap((name) => all[name]?.rows ?? [])

  writeFileSync(FIGURES, `${JSON.stringify(all, rounded, 1)}\n`)
  if (all.bytes) writeFileSync(join(DOCS, "images/performance-bytes.svg"), bytesPlot(all.bytes.figures))
  if (all.concurrency) {
    writeFileSync(join(DOCS, "images/performance-latency.svg"), latencyPlot(all.concurrency.figures))
  }
  writeFileSync(
    DOCUMENT,
    readFileSync(DOCUMENT, "utf8").replace(PLACE, () => `${circumstances(all)}\n\n${table(rows)}\n`),
  )
}

function circumstances(all: AllMeasured) {
  const [cpu] = cpus()
  const date = new Date().toLocaleDateString("en", { dateStyle: "long" })
  const machine = `Node ${process.versions.node}, ${cpus().length} × ${cpu?.model}`
  const [others, stolen] = ["others", "stolen"].map((load) => median(loads(load, all)))
  return `Measured on ${date}: ${machine}. Whatever else ran there used ${others} % of a core meanwhile, and its host gave ${stolen} % to other guests.`
}

function loads(wanted: string, all: AllMeasured) {
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
