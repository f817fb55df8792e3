import { randomBytes } from "node:crypto"
import { connection } from "../../db/index.ts"

let current: string | undefined

/** Call it at boot, when the database is migrated, before anything goes to Redis. */
export async function loadInstallation() {
  const row = await connection()("installation").first()
  if (!row) throw new Error("The database has lost its installation's id: npm run installation:renew.")
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

/** What a key, a channel or a prefix of this installation is called in Redis. */
export function redisKey(name: string) {
  return `storytellers:${installationId()}:${name}`
}
