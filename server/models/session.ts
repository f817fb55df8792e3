import { createHash, randomBytes } from "node:crypto"
import type { IncomingMessage } from "node:http"
import { elements } from "../../db/elements.ts"
import { ApplicationRecord } from "../lib/application_record.ts"
import { readCookie } from "../lib/cookies.ts"
import { databaseFault } from "../lib/database_fault.ts"
import { logger } from "../lib/logger.ts"
import { UnsentForm } from "../lib/unsent_form.ts"
import { User } from "./user.ts"

const COOKIE = "session_token"
const IDLE_LIMIT = 30 * 24 * 60 * 60 * 1_000
const ACTIVITY_STEP = 60 * 60 * 1_000

/** Somebody signed in on one browser; deleting it signs them out there. Only a digest of its token is kept. */
export class Session extends ApplicationRecord {
  static override tableName = "sessions"
  static override recordType = "Session"
  static override columns = ["userId", "tokenDigest", "userAgent", "lastActiveAt", "unsent"]
  static override limits = { tokenDigest: 64, userAgent: 255 }
  static readonly cookie = { name: COOKIE, maxAge: IDLE_LIMIT }

  declare userId: number
  declare tokenDigest: string
  declare userAgent: string | null
  declare lastActiveAt: Date
  /** A form that could not be taken before signing in, as text. */
  declare unsent: string | null

  /** The token is for the cookie and can't be had again. */
  static async start(user: User, userAgent: string | undefined, unsent?: UnsentForm): Promise<string> {
    const token = randomBytes(32).toString("base64url")
    await Session.create({
      userId: user.id,
      tokenDigest: digest(token),
      userAgent: userAgent?.slice(0, 255) ?? null,
      lastActiveAt: new Date(),
      unsent: unsent ? String(unsent) : null,
    })
    return token
  }

  /** Deletes those that are over. */
  static async sweep(now = new Date()) {
    await Session.query()
      .where("lastActiveAt", "<", new Date(now.getTime() - IDLE_LIMIT))
      .delete()
  }

  /** Undefined also where it has not been used for a month. */
  static async of(request: IncomingMessage): Promise<Session | undefined> {
    const token = readCookie(request, COOKIE)
    const session = token ? await Session.findBy({ tokenDigest: digest(token) }) : undefined
    const idle = Date.now() - (session?.lastActiveAt.getTime() ?? 0)

    if (idle > IDLE_LIMIT) return undefined
    if (idle > ACTIVITY_STEP) await touch(session)
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

  /** What had been typed on the page with this address; undefined on others. */
  unsentForm(address: string): UnsentForm | undefined {
    const [path] = address.split("?", 1)
    const form = UnsentForm.parse(this.unsent)
    return form?.page === path ? form : undefined
  }

  user(): Promise<User> {
    return User.find(this.userId)
  }
}

async function touch(session: Session | undefined) {
  try {
    await session?.update({ lastActiveAt: new Date() })
  } catch (error) {
    // Where nothing can be written, there is still much to read.
    if (databaseFault(error) !== "full") throw error
    logger.warn("A session's last activity could not be saved.", { error })
  }
}

function digest(token: string) {
  return createHash("sha256").update(token).digest("hex")
}
