import assert from "node:assert/strict"
import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { test } from "node:test"

const TEST = join(import.meta.dirname, "..")

/** What ends a test, or fails it, because some time has passed. */
const LIMITS = [
  /\btimeout: (?!PATIENCE\b)\w/,
  /\b(?:setDefaultTimeout|AbortSignal\.timeout)\((?!PATIENCE\b)/,
  /\b(?:performance|Date)\.now\(\) - [\w.#]+ <=? /,
  /cpuUsage\(.*<=? [\d_]+/,
  /\bPATIENCE = /,
]

/** Where time itself is what is tested, or the limit is none of a test's. */
const ALLOWED: Record<string, string> = {
  "support/patience.ts": "the one limit",
  "cable/audience.test.ts": "spends time on purpose",
  "turbo/message_stream.test.ts": "keeps a log busy for several frames on purpose",
}

test("nothing but the one patience limits how long anything in a test may take", () => {
  const found = globSync("**/*.ts", { cwd: TEST }).filter(
    (path) => !path.endsWith(".mutants.ts") && limits(path).length > 0,
  )

  assert.deepEqual(
    found.filter((path) => !(path in ALLOWED)).map((path) => [path, ...limits(path)]),
    [],
  )
  assert.deepEqual(
    Object.keys(ALLOWED).filter((path) => !found.includes(path)),
    [],
    "allowed, but not there",
  )
})

function limits(path: string) {
  const lines = readFileSync(join(TEST, path), "utf8").split("\n")
  return lines.filter((line) => LIMITS.some((limit) => limit.test(line)))
}
