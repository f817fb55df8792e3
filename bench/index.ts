import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { benchMarkdownStream } from "./markdown_stream.ts"
import { bytes } from "./measures/bytes.ts"
import { concurrency } from "./measures/concurrency.ts"
import { firstToken } from "./measures/first_token.ts"
import { idlePages } from "./measures/idle_pages.ts"
import { livePages } from "./measures/live_pages.ts"
import type { Measure, Measured } from "./measures/measure.ts"
import { streams } from "./measures/streams.ts"
import { subscribers } from "./measures/subscribers.ts"
import { threadPage } from "./measures/thread_page.ts"
import { writeDocument } from "./report/document.ts"
import { table } from "./report/table.ts"
import { World } from "./world.ts"

const USAGE = `npm run bench -- [measure …] [--quick] [--postgres] [--profile] [--write]

--quick     one short round of everything: are the programs in order?
--postgres  on PostgreSQL instead of SQLite
--profile   leaves profiles of the app's processes in storage/bench/profiles
--write     puts the figures into docs/

Measures:`

const MEASURES: Record<string, Measure> = {
  bytes,
  streams,
  subscribers,
  first_token: firstToken,
  concurrency,
  idle_pages: idlePages,
  thread_page: threadPage,
  live_pages: livePages,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    postgres: { type: "boolean", default: false },
    profile: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
})
const unknown = positionals.find((name) => name !== "rendering" && !(name in MEASURES))

if (unknown || values.help) {
  console.log(USAGE, [...Object.keys(MEASURES), "rendering"].join(", "))
  process.exitCode = unknown ? 1 : 0
} else if (positionals.includes("rendering")) {
  benchMarkdownStream()
} else {
  await bench(positionals.length > 0 ? positionals : Object.keys(MEASURES))
}

async function bench(names: string[]) {
  const world = await World.begin(values)
  const measured: Record<string, Measured> = {}

  for (const name of names) {
    console.error(`${new Date().toLocaleTimeString("en-GB")} ${name}`)
    measured[name] = await (MEASURES[name] as Measure)(world)
  }
  await world.end()

  console.log(table(Object.values(measured).flatMap(({ rows }) => rows)))
  keep(measured)
  if (values.write) writeDocument(Object.keys(MEASURES), measured)
}

function keep(measured: Record<string, Measured>) {
  const directory = join(import.meta.dirname, "../storage/bench")
  const path = join(directory, `${new Date().toISOString().replaceAll(":", "-")}.json`)
  mkdirSync(directory, { recursive: true })
  writeFileSync(path, JSON.stringify(measured, null, 2))
  console.error(`All figures: ${path}`)
}
