import { createHash, randomBytes } from "node:crypto"
import knex from "knex"
import { databaseSettings } from "../../db/settings.ts"

export const PASSWORD = "once upon a time"

/** Of PASSWORD, by the least that scrypt can be asked for: one that the app makes takes a core for 100 ms, each time. */
const DIGEST = "scrypt$16$1$1$r84tXextAM106jFTecN6Yg$_HmHjZgp13EmPZ9P4zkar9qzomVOmWI_aczKyX6_v1A"

let people = 0

/** Somebody who has an account and is signed in, written straight into the database; the first is the admin. */
export async function createPerson(databaseUrl: string, fullName: string) {
  people += 1
  const email = `${fullName.toLowerCase().replaceAll(" ", ".")}.${people}@example.com`
  const token = randomBytes(32).toString("base64url")
  const database = knex(databaseSettings(databaseUrl))

  try {
    const times = { createdAt: new Date(), updatedAt: new Date() }
    const admin = (await database("users").first()) === undefined
    const person = { fullName, email, passwordDigest: DIGEST, admin, ...times }
    const [user] = await database("users").insert(person).returning("id")
    const tokenDigest = createHash("sha256").update(token).digest("hex")
    await database("sessions").insert({ userId: user.id, tokenDigest, lastActiveAt: new Date(), ...times })
  } finally {
    await database.destroy()
  }
  return { email, password: PASSWORD, cookie: { name: "session_token", value: token } }
}
