import { execFile } from "node:child_process"
import { createHash, randomBytes, randomUUID } from "node:crypto"
import { existsSync } from "node:fs"
import { copyFile, glob, mkdir, readFile, rename } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import knex from "knex"
import { databaseSettings } from "../../db/settings.ts"

const ROOT = join(import.meta.dirname, "../..")

/** Puts a migrated, empty SQLite database into the directory; returns its `DATABASE_URL`. */
export async function createDatabase(directory: string) {
  const path = join(directory, "test.sqlite3")
  await copyFile(await template(), path)
  await renewInstallation(path)
  return `sqlite:${path}`
}

export async function migrate(databaseUrl: string) {
  const env = { PATH: process.env.PATH, NODE_ENV: "test", DATABASE_URL: databaseUrl, LOG_LEVEL: "warn" }
  await promisify(execFile)(process.execPath, [join(ROOT, "db/migrate.ts")], { env })
}

/** As `npm run installation:renew`, which takes half a second. */
async function renewInstallation(path: string) {
  const database = knex(databaseSettings(`sqlite:${path}`))
  await database("installation").update({ id: randomBytes(8).toString("hex") })
  await database.destroy()
}

/** Migrated once for every state of the migrations; from then on a copy is enough. */
async function template() {
  const path = join(ROOT, `storage/test/${await fingerprint()}.sqlite3`)

  if (!existsSync(path)) {
    const unfinished = `${path}.${randomUUID()}`
    await mkdir(join(ROOT, "storage/test"), { recursive: true })
    await migrate(`sqlite:${unfinished}`)
    await rename(unfinished, path)
  }
  return path
}

async function fingerprint() {
  const hash = createHash("sha256")
  const migrations = await Array.fromAsync(glob(join(ROOT, "db/migrations/*.ts")))
  for (const path of migrations.sort()) hash.update(path).update(await readFile(path))
  return hash.digest("hex").slice(0, 16)
}
