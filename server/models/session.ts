import { createHash, randomBytes } from "node:crypto"
import type { IncomingMessage } from "node:http"
import { elements } from "../../db/elements.ts"
import { ApplicationRecord } from "../lib/application_record.ts"
import { readCookie } from "../lib/cookies.ts"
import { User } from "./user.ts"

const COOKIE = "session_token"
const IDLE_LIMIT = 30 * 24 * 60 * 60 * 1_000
const ACTIVITY_STEP = 60 * 60 * 1_000

/** Somebody signed in on one browser; deleting it signs them out there. Only a digest of its token is kept. */
export class Session extends ApplicationRecord {
  static override tableName = "sessions"
  static override recordType = "Session"
  static override columns = ["userId", "tokenDigest", "userAgent", "lastActiveAt"]
  static readonly cookie = { name: COOKIE, maxAge: IDLE_LIMIT }

  declare userId: number
  declare tokenDigest: string
  declare userAgent: string | null
  declare lastActiveAt: Date

  /** The token is for the cookie and can't be had again. */
  static async start(user: User, userAgent: string | undefined): Promise<string> {
    const token = randomBytes(32).toString("base64url")
    await Session.create({
      userId: user.id,
      tokenDigest: digest(token),
      userAgent: userAgent?.slice(0, 255) ?? null,
      lastActiveAt: new Date(),
    })
    return token
  }

  /** Undefined also where it has not been used for a month. */
  static async of(request: IncomingMessage): Promise<Session | undefined> {
    const token = readCookie(request, COOKIE)
    const session = token ? await Session.findBy({ tokenDigest: digest(token) }) : undefined
    const idle = Date.now() - (session?.lastActiveAt.getTime() ?? 0)

    if (idle > IDLE_LIMIT) return undefined
    if (idle > ACTIVITY_STEP) await session?.update({ lastActiveAt: new Date() })
    return session
  }

  /** Those of these ids by which somebody is still signed in. */
  static async alive(ids: number[]): Promise<Set<number>> {
    const alive: number[] = await Session.query()
      .whereIn("id", elements(ids))
      .where("lastActiveAt", ">=", new Date(Date.now() - IDLE_LIMIT))
      .whereIn("userId", User.query().select("id"))
      .pluck("id")
    return new Set(alive)
  }

  user(): Promise<User> {
    return User.find(this.userId)
  }
}

function digest(token: string) {
  return createHash("sha256").update(token).digest("hex")
}
