import {
  type MessageEvent,
  type MessageTakenEvent,
  type MessageUpdateEvent,
  Threadable,
} from "../ai_engine/index.ts"
import { ApplicationRecord } from "../lib/application_record.ts"
import { isUniqueViolation } from "../lib/errors.ts"
import { digestPassword, passwordMatches } from "../lib/password.ts"
import { Storyteller } from "./storyteller.ts"
import { broadcastMessage, broadcastProgress, broadcastStart, shownContent } from "./user/broadcasts.ts"

const EMAIL_TAKEN = "Somebody has signed up with this address already."
const LEAST_PASSWORD_LENGTH = 8
const MOST_PASSWORD_LENGTH = 1_000

export class User extends Threadable(ApplicationRecord) {
  static override tableName = "users"
  static override recordType = "User"
  static override columns = ["fullName", "email", "passwordDigest", "admin"]

  declare fullName: string
  declare email: string
  declare passwordDigest: string
  /** A number from SQLite. */
  declare admin: boolean | 0 | 1
  /** Only while signing up. */
  declare password: string | undefined

  static async authenticate(email: string, password: string): Promise<User | undefined> {
    const user = await User.findBy({ email: normalizeEmail(email) })
    const matches = await passwordMatches(password, user?.passwordDigest)
    return matches ? user : undefined
  }

  /** All there are, for the admin; those of others know whose they are. */
  async storytellers(): Promise<Storyteller[]> {
    const storytellers = await Storyteller.where((query) =>
      query.where(this.reach).orderBy("name").orderBy("id"),
    )
    const others = storytellers.filter(({ userId }) => userId !== this.id)
    const owners = await User.where((query) =>
      query.whereIn(
        "id",
        others.map(({ userId }) => userId),
      ),
    )
    for (const storyteller of others)
      storyteller.owner = owners.find(({ id }) => id === storyteller.userId)?.fullName
    return storytellers
  }

  ownStorytellers(): Promise<Storyteller[]> {
    return Storyteller.where((query) => query.where({ userId: this.id }).orderBy("name").orderBy("id"))
  }

  /** Throws RecordNotFound, also for one that is somebody else's. */
  storyteller(id: unknown): Promise<Storyteller> {
    return Storyteller.find(id, this.reach)
  }

  /** Throws RecordNotFound, also for one that is only in an admin's reach. */
  ownStoryteller(id: unknown): Promise<Storyteller> {
    return Storyteller.find(id, { userId: this.id })
  }

  buildStoryteller(attributes: Partial<Storyteller> = {}): Storyteller {
    return Storyteller.build({ ...attributes, userId: this.id })
  }

  override async save() {
    try {
      return await super.save()
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      this.errors.add("email", EMAIL_TAKEN)
      return false
    }
  }

  override async aiEngineOnMessageCreate({ message }: MessageEvent) {
    await broadcastMessage(this, message)
  }

  override async aiEngineOnRunStart({ message }: MessageEvent) {
    await broadcastStart(this, message)
  }

  override async aiEngineShownContent({ message, claims }: MessageTakenEvent) {
    return shownContent(message, claims)
  }

  override async aiEngineOnMessageUpdate({ message, added }: MessageUpdateEvent) {
    await broadcastProgress(this, message, added)
  }

  protected override async validate() {
    await super.validate()
    this.email = normalizeEmail(this.email ?? "")
    this.fullName = (this.fullName ?? "").trim()

    if (this.fullName === "") this.errors.add("fullName", "Tell us your name.")
    if (this.fullName.length > 100) this.errors.add("fullName", "A name may have 100 characters.")
    if (!/^[^\s@]+@[^\s@]+$/.test(this.email) || this.email.length > 255) {
      this.errors.add("email", "Give an e-mail address, such as ada@example.com.")
    } else if (!this.persisted && (await User.findBy({ email: this.email }))) {
      this.errors.add("email", EMAIL_TAKEN)
    }
    if (!this.persisted) this.validatePassword(this.password ?? "")
  }

  protected override async beforeSave() {
    await super.beforeSave()
    if (this.password !== undefined) this.passwordDigest = await digestPassword(this.password)
    if (!this.persisted) this.admin = (await User.findBy({})) === undefined
  }

  private validatePassword(password: string) {
    if (password.length < LEAST_PASSWORD_LENGTH) {
      this.errors.add("password", `Choose a password of at least ${LEAST_PASSWORD_LENGTH} characters.`)
    } else if (password.length > MOST_PASSWORD_LENGTH) {
      this.errors.add(
        "password",
        `Choose a password of at most ${MOST_PASSWORD_LENGTH.toLocaleString("en")} characters.`,
      )
    }
  }

  private get reach() {
    return this.admin ? {} : { userId: this.id }
  }
}

function normalizeEmail(email: string) {
  return email.replaceAll("\0", "").trim().toLowerCase()
}
