import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { test } from "node:test"

const DOCS = join(import.meta.dirname, "../../docs")
const DOCUMENT = readFileSync(join(DOCS, "architecture.md"), "utf8")
const LINK = /\[([^\]]+)\]\((\.\.\/test\/[^)]+\.test\.ts)\)/g

for (const heading of ["what | then", "always"]) {
  test(`each row below "${heading}" quotes the title of a test that is there`, () => {
    const rows = rowsBelow(`| ${heading} | tested by |`)
    assert.ok(rows.length > 10)

    for (const row of rows) {
      const links = [...row.matchAll(LINK)]
      assert.ok(links.length > 0, `No test is named: ${row}`)
      for (const [, title = "", path = ""] of links) {
        assert.ok(
          titlesIn(path).some((full) => full.includes(title)),
          `No test in ${path} says: ${title}`,
        )
      }
    }
  })
}

/** The lines of the table with this head. */
function rowsBelow(head: string) {
  const [, below = ""] = DOCUMENT.split(`\n${head}\n| --- |`)
  return below.split("\n").slice(1, below.split("\n").indexOf(""))
}

/** As they are written in the file: what differs from case to case is `${…}`. */
function titlesIn(path: string) {
  const source = readFileSync(join(DOCS, path), "utf8")
  return [...source.matchAll(/\b(?:test|suite)\(\s*(["`])(.*?)\1,/gs)].map(([, , title = ""]) => title)
}
