import { execFileSync } from "node:child_process"
import { glob } from "node:fs/promises"
import { availableParallelism } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { startPostgres } from "../support/postgres.ts"
import type { Mutant } from "./support/mutant.ts"
import { type Outcome, Workshop } from "./support/workshop.ts"

// npm run mutants                       all of them
// npm run mutants -- server/cable       those of a room, or of a file
// npm run mutants -- --changed          those of the files that differ from HEAD; --changed=main: from main

const HERE = import.meta.dirname
/** Two a core: most of the time, tests wait with all their patience for what a mutant has made impossible. */
const WORKSHOPS = 2 * availableParallelism()

const { values, positionals } = parseArgs({
  allowPositionals: true,
  args: process.argv.slice(2).map((name) => (name === "--changed" ? "--changed=HEAD" : name)),
  options: { changed: { type: "string" } },
})

const mutants = (await allMutants()).filter(isWanted)
const postgres = await startPostgres()
process.env.TEST_POSTGRES_URL = postgres.url
const outcomes = new Map<Mutant, Outcome>()
const waiting = [...mutants]
const baselines = new Map<string, Promise<boolean>>()

await Promise.all(Array.from({ length: WORKSHOPS }, work))
await postgres.stop()
process.exitCode = summary()

async function allMutants(): Promise<Mutant[]> {
  const files = await Array.fromAsync(glob("*.mutants.ts", { cwd: HERE }))
  const modules = await Promise.all(files.sort().map((file) => import(join(HERE, file))))
  return modules.flatMap(({ MUTANTS }) => MUTANTS)
}

function isWanted({ file }: Mutant) {
  const wanted = values.changed === undefined ? positionals : changedFiles(values.changed)
  return (values.changed === undefined && wanted.length === 0) || wanted.some((path) => file.startsWith(path))
}

function changedFiles(base: string) {
  const changed = execFileSync("git", ["diff", "--name-only", base], { encoding: "utf8" })
  return changed.split("\n").filter(Boolean)
}

async function work() {
  const workshop = new Workshop()

  for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
    const outcome = (await passesByItself(workshop, mutant)) ? await workshop.try(mutant) : undefined
    if (outcome) outcomes.set(mutant, outcome)
    console.log(`${outcome ?? "TESTS FAIL WITHOUT IT"}: ${mutant.promise} (${mutant.file})`)
  }
  workshop.close()
}

function passesByItself(workshop: Workshop, mutant: Mutant): Promise<boolean> {
  const key = JSON.stringify([mutant.tests, mutant.postgres])
  const passes = baselines.get(key) ?? workshop.passes(mutant)
  baselines.set(key, passes)
  return passes
}

/** 0 where every one of them was caught. */
function summary() {
  const counted = Object.groupBy(mutants, (mutant) => outcomes.get(mutant) ?? "not tried")
  const line = Object.entries(counted).map(([outcome, all]) => `${all?.length} ${outcome}`)
  console.log(`\n${mutants.length} mutants: ${line.join(", ")}`)

  for (const mutant of mutants.filter((mutant) => outcomes.get(mutant) !== "caught")) {
    const { promise, file, find, replace } = mutant
    console.log(`\n${outcomes.get(mutant) ?? "not tried"}: ${promise}\n${file}\n- ${find}\n+ ${replace}`)
  }
  return mutants.every((mutant) => outcomes.get(mutant) === "caught") ? 0 : 1
}
