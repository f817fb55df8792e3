import { inTurn } from "../../db/index.ts"
import { Chattable, Threadable } from "../ai_engine/index.ts"
import { ApplicationRecord } from "../lib/application_record.ts"
import { characterCount } from "../lib/characters.ts"
import { isUniqueViolation } from "../lib/database_fault.ts"
import { normalizeEmail } from "../lib/normalize_email.ts"
import { digestPassword, passwordMatches } from "../lib/password.ts"
import { Storyteller } from "./storyteller.ts"
import { Broadcasting } from "./user/broadcasting.ts"

/** One sentence for all that can be wrong with an address: a stranger does not learn from it who has an account. */
export const EMAIL_REFUSED =
  "This address can't be used to sign up. Give one such as ada@example.com, or sign in if you may have signed up before."
const EMAIL = /^[^\s@]+@[^\s@]+$/
const LONGEST_EMAIL = 255
const LONGEST_NAME = 100
const LEAST_PASSWORD_LENGTH = 8
const MOST_PASSWORD_LENGTH = 1_000

export class User extends Broadcasting(Chattable(Threadable(ApplicationRecord))) {
  static override tableName = "users"
  static override recordType = "User"
  static override columns = ["fullName", "email", "passwordDigest", "admin"]
  static override limits = { fullName: 100, email: 255, passwordDigest: 255 }

  declare email: string
  declare passwordDigest: string
  /** A number from SQLite. */
  declare admin: boolean | 0 | 1
  /** Only while signing up. */
  declare password: string | undefined

  /** Takes as long for an address that nobody has. */
  static async authenticate(email: string, password: string, matches = passwordMatches) {
    const user = await User.withEmail(email)
    return (await matches(password, user?.passwordDigest)) ? user : undefined
  }

  /** However it is typed. */
  static async withEmail(typed: string): Promise<User | undefined> {
    const email = normalizeEmail(typed)
    if (email === "") return undefined

    // Two that earlier versions told apart may have become one: each is found by what was typed then.
    const earlier = typed.replaceAll("\0", "").trim().toLowerCase()
    const users = await User.where((query) => query.whereIn("email", [email, earlier]))
    return users.find((user) => user.email === earlier) ?? users[0]
  }

  async ifPassword(password: string): Promise<User | undefined> {
    return (await passwordMatches(password, this.passwordDigest)) ? this : undefined
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
      this.errors.add("email", EMAIL_REFUSED)
      return false
    }
  }

  /** Each takes its assistant along, here and at the provider. */
  protected override async beforeDestroy() {
    await super.beforeDestroy()
    for (const storyteller of await this.ownStorytellers()) {
      if (!(await storyteller.destroy())) this.errors.addAll(storyteller.errors)
    }
  }

  protected override async validate() {
    await super.validate()
    this.email = normalizeEmail(this.email ?? "")
    this.fullName = (this.fullName ?? "").trim()

    if (this.fullName === "") this.errors.add("fullName", "Tell us your name.")
    if (characterCount(this.fullName) > LONGEST_NAME)
      this.errors.add("fullName", `A name may have ${LONGEST_NAME} characters.`)
    if (!EMAIL.test(this.email) || characterCount(this.email) > LONGEST_EMAIL)
      this.errors.add("email", EMAIL_REFUSED)
    if (!this.persisted) this.validatePassword(this.password ?? "")
  }

  protected override async beforeSave() {
    await super.beforeSave()
    if (this.password !== undefined) this.passwordDigest = await digestPassword(this.password)
  }

  /** The first to sign up is the admin: of two who do at the same moment, the one whose turn comes first. */
  protected override async afterSave(created: boolean) {
    await super.afterSave?.(created)
    if (!created || (await this.hasCompany())) return

    await inTurn("first user")
    if (!(await this.hasCompany())) {
      await User.query().where({ id: this.id }).update({ admin: true })
      this.admin = true
    }
  }

  private async hasCompany() {
    const others = await User.where((query) => query.whereNot({ id: this.id }).limit(1))
    return others.length > 0
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
