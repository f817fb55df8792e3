import { randomBytes } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

// What the app reads when it is imported: this file comes before it, and waits for nothing. A database of the test
// file's own; with TEST_DATABASE=postgres it lies in the PostgreSQL that the whole run shares.

const directory = mkdtempSync(join(tmpdir(), "storytellers-test-"))
const postgres = process.env.TEST_DATABASE === "postgres" && process.env.TEST_POSTGRES_URL

process.env.DATABASE_URL = postgres
  ? `${postgres}/test_${randomBytes(6).toString("hex")}`
  : `sqlite:${join(directory, "test.sqlite3")}`
process.env.LOG_LEVEL ??= "silent"
process.on("exit", () => rmSync(directory, { recursive: true, force: true }))
