import { execFileSync, spawn } from "node:child_process"
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import type { Mutant } from "./mutant.ts"

const ROOT = join(import.meta.dirname, "../../..")
const INSTALLED = ["node_modules", ".node"]

const FAILURE = /^\s*not ok /

/** Milliseconds. A mutant that makes a test hang is caught, though by nobody's sentence. */
const LIMIT = 180_000

export type Outcome = "lives" | "caught" | "hangs" | "does not apply"

/** A copy of the project in which files can be changed while nobody looks. */
export class Workshop {
  readonly #directory = mkdtempSync(join(tmpdir(), "storytellers-mutants-"))

  constructor() {
    const options = { cwd: ROOT, encoding: "utf8", maxBuffer: 1e8 } as const
    const listed = execFileSync(
      "git",
      ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
      options,
    )

    for (const path of listed.split("\0").filter(Boolean)) {
      cpSync(join(ROOT, path), join(this.#directory, path))
    }
    for (const name of INSTALLED) symlinkSync(join(ROOT, name), join(this.#directory, name))
  }

  /** The tests as they are: where they fail by themselves, they say nothing of a mutant. */
  async passes({ tests, postgres }: Pick<Mutant, "tests" | "postgres">) {
    return (await this.#run(tests, postgres)) === 0
  }

  async try({ file, find, replace, tests, postgres }: Mutant): Promise<Outcome> {
    const path = join(this.#directory, file)
    const source = readFileSync(path, "utf8")
    if (source.split(find).length !== 2) return "does not apply"

    try {
      writeFileSync(
        path,
        source.replace(find, () => replace),
      )
      return outcomeOf(await this.#run(tests, postgres))
    } finally {
      writeFileSync(path, source)
    }
  }

  close() {
    rmSync(this.#directory, { recursive: true, force: true })
  }

  #run(tests: readonly string[], postgres = false): Promise<number | null> {
    const env = {
      ...process.env,
      NODE_ENV: "test",
      LOG_LEVEL: "silent",
      ...(postgres && { TEST_DATABASE: "postgres" }),
    }
    const child = spawn("bin/node", ["--test", "--test-reporter=tap", ...tests], {
      cwd: this.#directory,
      env,
      stdio: ["ignore", "pipe", "ignore"],
      detached: true,
    })
    let failed = false
    // All of its test files and their servers are of its process group.
    const stop = () => child.exitCode === null && process.kill(-(child.pid as number), "SIGKILL")
    const impatience = setTimeout(stop, LIMIT)

    // One test that fails is enough: the others may take all their patience to fail as well.
    createInterface(child.stdout).on("line", (line) => {
      if (failed || !FAILURE.test(line)) return
      failed = true
      stop()
    })
    return new Promise((resolve) => {
      child.on("exit", (code) => {
        clearTimeout(impatience)
        resolve(failed ? 1 : code)
      })
    })
  }
}

function outcomeOf(code: number | null): Outcome {
  if (code === null) {
    return "hangs"
  } else {
    return code === 0 ? "lives" : "caught"
  }
}
