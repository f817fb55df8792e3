import { randomBytes } from "node:crypto"
import { connection } from "../../db/index.ts"
import { ConfigError } from "../config.ts"

let current: string | undefined

/** Call it at boot, when the database is migrated, before anything goes to Redis. */
export async function loadInstallation() {
  const row = await connection()("installation").first()
  if (!row) throw new ConfigError("The database has lost its installation's id: npm run installation:renew.")
  current = row.id
}

/** From the next boot on, this database shares nothing in Redis with what it was copied from. */
export async function renewInstallation(): Promise<string> {
  const id = randomBytes(8).toString("hex")

  await connection().transaction(async (transaction) => {
    await transaction("installation").del()
    await transaction("installation").insert({ id })
  })
  return id
}

/** Random, and kept in the database: it tells apart the installations that share one Redis. */
export function installationId(): string {
  if (current === undefined) throw new Error("loadInstallation() has to be called at boot.")
  return current
}

/** Writes, as the app does: a disk that is full, or a server that only reads, can't. */
export async function touchInstallation() {
  const id = installationId()
  const touched = await connection()("installation").where({ id }).update({ id })
  if (touched === 0) throw new Error("The installation's row is gone.")
}

/** What a key, a channel or a prefix of this installation is called in Redis. */
export function redisKey(name: string) {
  return `storytellers:${installationId()}:${name}`
}
