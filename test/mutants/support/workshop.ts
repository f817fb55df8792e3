import { execFileSync, spawn } from "node:child_process"
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Mutant } from "./mutant.ts"

const ROOT = join(import.meta.dirname, "../../..")
const INSTALLED = ["node_modules", ".node"]

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
    const child = spawn("bin/node", ["--test", ...tests], {
      cwd: this.#directory,
      env,
      stdio: "ignore",
      detached: true,
    })
    // All of its test files and their servers are of its process group.
    const impatience = setTimeout(() => process.kill(-(child.pid as number), "SIGKILL"), LIMIT)

    return new Promise((resolve) => {
      child.on("close", (code) => {
        clearTimeout(impatience)
        resolve(code)
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
