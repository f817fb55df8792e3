import { mutantsOf } from "./support/mutant.ts"

export const MUTANTS = [
  ...mutantsOf(
    "server/models/sign_in_limit.ts",
    ["test/models/sign_in_limit.test.ts"],
    [
      {
        promise: "nobody locks out others: a browser that knows an account has tries of its own",
        find: "? [accounts.wait(this.#device)]",
        replace: "? [accounts.wait(this.#account)]",
      },
      {
        promise: "a browser that knows an account may not guess for ever",
        find: "? [accounts.count(this.#device)]",
        replace: "? []",
      },
      {
        promise: "one place may not guess at every account",
        find: ": [accounts.wait(this.#account), addresses.wait(this.#address)]",
        replace: ": [accounts.wait(this.#account)]",
      },
      {
        promise: "one place's guesses at every account are counted",
        find: ": [accounts.count(this.#account), addresses.count(this.#address)],",
        replace: ": [accounts.count(this.#account)],",
      },
      {
        promise: "one account may not be guessed at from every place",
        find: ": [accounts.count(this.#account), addresses.count(this.#address)],",
        replace: ": [addresses.count(this.#address)],",
      },
      {
        promise: "who sends from one line of IPv6 is one sender",
        find: "const ONE_LINE = 64",
        replace: "const ONE_LINE = 128",
      },
      {
        promise: "neighbours on other lines of IPv6 are not locked out",
        find: "const ONE_LINE = 64",
        replace: "const ONE_LINE = 32",
      },
      {
        promise: "ten wrong passwords are enough",
        find: `"sign_in:account", limit: 10,`,
        replace: `"sign_in:account", limit: 11,`,
      },
      {
        promise: "nine wrong passwords are not too many",
        find: `"sign_in:account", limit: 10,`,
        replace: `"sign_in:account", limit: 9,`,
      },
      {
        promise: "who has waited five minutes may try again",
        find: "limit: 10, minutes: 5 }",
        replace: "limit: 10, minutes: 6 }",
      },
      {
        promise: "one address makes no more than so many accounts",
        find: `"sign_up", limit: 50`,
        replace: `"sign_up", limit: 51`,
      },
      {
        promise: "nobody finds out by signing up who has an account",
        find: `"sign_up:refused", limit: 10`,
        replace: `"sign_up:refused", limit: 11`,
      },
      {
        promise: "an address is counted however it is typed",
        find: "this.#account = digest(email)",
        replace: "this.#account = digest(typedEmail)",
      },
    ],
  ),
  ...mutantsOf(
    "server/models/known_device.ts",
    ["test/models/sign_in_limit.test.ts"],
    [
      {
        promise: "nobody can say of themselves that their browser is known",
        find: "return bytesA.length === bytesB.length && timingSafeEqual(bytesA, bytesB)",
        replace: "return bytesA.length > 0 && bytesB.length > 0",
      },
      {
        promise: "a browser is known to the accounts alone that it was signed in to",
        find: ".update(`${name} ${email}`)",
        replace: ".update(`${name}`)",
      },
    ],
  ),
  ...mutantsOf(
    "server/models/sign_in.ts",
    ["test/controllers/sessions_controller.test.ts"],
    [
      {
        promise: "guesses at the same moment are no more than those one by one",
        find: "      await limit.check()\n",
        replace: "",
      },
      {
        promise: "wrong passwords are counted",
        find: "if (!matches) await limit.countFailure()",
        replace: "if (false) await limit.countFailure()",
      },
      {
        promise: "right passwords are never too many",
        find: "if (!matches) await limit.countFailure()",
        replace: "await limit.countFailure()",
      },
    ],
  ),
  ...mutantsOf(
    "server/models/sign_up.ts",
    ["test/controllers/users_controller.test.ts"],
    [
      {
        promise: "an account is not given to who knows its address alone",
        find: "?.ifPassword(password)",
        replace: "",
      },
      {
        promise: "passwords can't be guessed by signing up",
        find: "      await limit.countRefusedSignUp()\n",
        replace: "",
      },
      {
        promise: "two who send one address at the same moment are both in, with the same password",
        find: "(existing ?? (await User.withEmail(typed)))",
        replace: "existing",
        tests: ["test/controllers/at_once.test.ts"],
      },
    ],
  ),
  ...mutantsOf(
    "server/models/sign_up.ts",
    ["test/models/password_cost.test.ts"],
    [
      {
        promise: "how long it takes does not tell who has an account",
        find: "const owner = await (existing ?? (await User.withEmail(typed)))?.ifPassword(password)",
        replace: "const owner = undefined as User | undefined",
      },
    ],
  ),
  ...mutantsOf(
    "server/lib/password.ts",
    ["test/models/password_cost.test.ts", "test/lib/password.test.ts"],
    [
      {
        promise: "how long it takes to sign in does not tell who has an account",
        find: '`scrypt$${COST.N}$${COST.r}$${COST.p}$${"A".repeat(22)}',
        replace: '`scrypt$16$${COST.r}$${COST.p}$${"A".repeat(22)}',
      },
      {
        promise: "a wrong password is wrong",
        find: "return timingSafeEqual(expected, actual)",
        replace: "return expected.length === actual.length",
      },
      {
        promise: "one password matches however a keyboard writes it",
        find: `password.normalize("NFKC")`,
        replace: "password",
      },
      {
        promise: "one password has another digest for each who has it",
        find: "const salt = randomBytes(16)",
        replace: "const salt = Buffer.alloc(16)",
      },
      {
        promise: "a stolen digest is costly to guess at",
        find: "N: 2 ** 15",
        replace: "N: 2 ** 10",
      },
    ],
  ),
  ...mutantsOf(
    "server/models/session.ts",
    ["test/models/session.test.ts"],
    [
      {
        promise: "who reads the database can sign in as nobody",
        find: `return createHash("sha256").update(token).digest("hex")`,
        replace: "return token",
      },
      {
        promise: "a session that nobody used for a month is over",
        find: "if (idle > IDLE_LIMIT) return undefined",
        replace: "if (idle > 2 * IDLE_LIMIT) return undefined",
      },
      {
        promise: "who comes back within the month stays signed in",
        find: "if (idle > ACTIVITY_STEP) await touch(session)",
        replace: "",
      },
      {
        promise: "not every request writes",
        find: "const ACTIVITY_STEP = 60 * 60 * 1_000",
        replace: "const ACTIVITY_STEP = 60 * 1_000",
      },
      {
        promise: "a page whose session is over hears no more",
        find: `      .where("lastActiveAt", ">=", new Date(Date.now() - IDLE_LIMIT))
`,
        replace: "",
      },
      {
        promise: "a page of somebody who is no longer there hears no more",
        find: `      .whereIn("userId", User.query().select("id"))
`,
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    "server/models/session.ts",
    ["test/controllers/sessions_controller.test.ts", "test/controllers/expired_session.test.ts"],
    [
      {
        promise: "sessions that are used are not swept",
        find: `.where("lastActiveAt", "<", new Date(now.getTime() - IDLE_LIMIT))`,
        replace: `.where("lastActiveAt", "<", now)`,
      },
      {
        promise: "words that were carried through signing in come up where they belong, and nowhere else",
        find: "return form?.page === path ? form : undefined",
        replace: "return form",
      },
      {
        promise: "words come through signing in",
        find: "unsent: unsent ? String(unsent) : null,",
        replace: "unsent: null,",
      },
    ],
  ),
  ...mutantsOf(
    "server/models/session.ts",
    ["test/controllers/disk_full.test.ts"],
    [
      {
        promise: "where a disk is full, pages can still be read",
        find: `if (databaseFault(error) !== "full") throw error`,
        replace: "throw error",
      },
    ],
  ),
  ...mutantsOf(
    "server/controllers/sign_in_controller.ts",
    ["test/controllers/sessions_controller.test.ts"],
    [
      {
        promise: "who signs out is out, also where the cookie was copied",
        find: `    await this.session?.destroy()
    this.response.clearCookie(Session.cookie.name)`,
        replace: "    this.response.clearCookie(Session.cookie.name)",
      },
      {
        promise: "signing out leaves no cookie behind",
        find: "    this.response.clearCookie(Session.cookie.name)\n",
        replace: "",
      },
      {
        promise: "the session before ends when the next begins",
        find: `    await this.session?.destroy()
    await Session.sweep()`,
        replace: "    await Session.sweep()",
      },
      {
        promise: "sessions that are over are deleted",
        find: "    await Session.sweep()\n",
        replace: "",
      },
      {
        promise: "no script can read the session's cookie",
        find: "httpOnly: true",
        replace: "httpOnly: false",
      },
      {
        promise: "other sites can't send the session's cookie along",
        find: `sameSite: "lax"`,
        replace: `sameSite: "none"`,
      },
      {
        promise: "over https the session's cookie never goes in the open",
        find: "const { secure } = this.request",
        replace: "const secure = false",
      },
      {
        promise: "the form stays as it was filled where there were too many tries",
        find: "const FORM_STAYS = [429, 503]",
        replace: "const FORM_STAYS = [503]",
      },
      {
        promise: "who was told to wait is told how long",
        find: `if (retryAfter) this.response.set("Retry-After", String(retryAfter))`,
        replace: "",
      },
      {
        promise: "a browser that signed in is known from then on",
        find: "if (!knownDevice(this.request, email)) this.setCookie",
        replace: "if (false) this.setCookie",
      },
    ],
  ),
  ...mutantsOf(
    "server/controllers/sign_in_controller.ts",
    ["test/controllers/database_away.test.ts"],
    [
      {
        promise: "the form to sign in stays as it was filled where the database is away",
        find: "const FORM_STAYS = [429, 503]",
        replace: "const FORM_STAYS = [429]",
      },
    ],
  ),
  ...mutantsOf(
    "server/controllers/sessions_controller.ts",
    ["test/controllers/sessions_controller.test.ts", "test/controllers/expired_session.test.ts"],
    [
      {
        promise: "signing in never leads to another site",
        find: "ownPath(returnTo) ?? paths.root",
        replace: "returnTo ?? paths.root",
      },
      {
        promise: "a wrong password loses no words that were not sent",
        find: "await this.renderForm({ email, returnTo, unsent, error }, options)",
        replace: "await this.renderForm({ email, returnTo, error }, options)",
      },
      {
        promise: "signing in with words at hand leads to where they belong",
        find: "this.redirectTo(unsent.page,",
        replace: "this.redirectTo(paths.root,",
      },
      {
        promise: "it is said that something was not sent",
        find: "unsent.typed.length > 0 ? KEPT : NOT_DONE",
        replace: "KEPT",
      },
      {
        promise: "who is signed out already can sign out",
        find: `static override readonly open = ["new", "create", "destroy"]`,
        replace: `static override readonly open = ["new", "create"]`,
      },
    ],
  ),
  ...mutantsOf(
    "server/controllers/application_controller.ts",
    ["test/controllers/expired_session.test.ts", "test/controllers/sessions_controller.test.ts"],
    [
      {
        promise: "words that were carried through signing in are forgotten once they were sent",
        find: "      await this.forgetUnsentForm()\n",
        replace: "",
      },
      {
        promise: "reading the page does not lose the words that were carried to it",
        find: "if (!READING.includes(this.request.method) && this.session?.unsent)",
        replace: "if (this.session?.unsent)",
      },
      {
        promise: "an ended session keeps what was typed",
        find: `await this.render("sessions/new", { title: "Sign in", unsent }, { status: 401 })`,
        replace: `await this.render("sessions/new", { title: "Sign in" }, { status: 401 })`,
      },
      {
        promise: "signing in leads back to all of the address that was asked for",
        find: "encodeURIComponent(this.request.originalUrl)",
        replace: "encodeURIComponent(this.request.path)",
      },
      {
        promise: "what is for those who are signed in is for nobody else",
        find: "if (this.#user || (this.constructor",
        replace: "if (true || (this.constructor",
      },
    ],
  ),
  ...mutantsOf(
    "server/lib/unsent_form.ts",
    ["test/controllers/expired_session.test.ts"],
    [
      {
        promise: "a password that was typed is neither shown nor kept",
        find: `const NOT_KEPT = /(^|\\[)(_method|return_to|unsent|password)\\]?$/`,
        replace: `const NOT_KEPT = /(^|\\[)(_method|return_to|unsent)\\]?$/`,
      },
      {
        promise: "ids are not shown as if somebody had typed them",
        find: "(model|\\w*_id)",
        replace: "(model)",
      },
      {
        promise: "what was carried through signing in leads to no other site",
        find: `const path = typeof page === "string" ? ownPath(page) : undefined`,
        replace: "const path = page",
      },
      {
        promise: "a form that was tampered with is no fault of the app's",
        find: "this.body = isRecord(body) ? without(body, NOT_KEPT) : {}",
        replace: "this.body = without(body as Record<string, unknown>, NOT_KEPT)",
      },
    ],
  ),
  ...mutantsOf(
    "server/models/user.ts",
    ["test/controllers/at_once.test.ts"],
    [
      {
        promise: "of two who sign up first, one is the admin",
        find: `    await inTurn("first user")
`,
        replace: "",
      },
      {
        promise: "of two who sign up first, the second looks again whether they are the first",
        find: `await inTurn("first user")
    if (!(await this.hasCompany())) {`,
        replace: `await inTurn("first user")
    if (true) {`,
      },
      {
        promise: "an address that somebody took in the same moment is no fault of the app's, on PostgreSQL",
        find: "if (!isUniqueViolation(error)) throw error",
        replace: "throw error",
      },
      {
        promise: "who signs up first is the admin",
        find: "update({ admin: true })",
        replace: "update({ admin: false })",
      },
    ],
  ),
  ...mutantsOf(
    "server/models/user.ts",
    ["test/controllers/users_controller.test.ts", "test/models/user.test.ts"],
    [
      {
        promise: "nobody after the first is the admin",
        find: "if (!created || (await this.hasCompany())) return",
        replace: `if (!created) return
    await User.query().where({ id: this.id }).update({ admin: true })`,
      },
      {
        promise: "an address that somebody took in the same moment is no fault of the app's",
        find: "if (!isUniqueViolation(error)) throw error",
        replace: "throw error",
      },
      {
        promise: "a password of seven characters is refused",
        find: "const LEAST_PASSWORD_LENGTH = 8",
        replace: "const LEAST_PASSWORD_LENGTH = 7",
      },
      {
        promise: "a password of a thousand characters is long enough",
        find: "const MOST_PASSWORD_LENGTH = 1_000",
        replace: "const MOST_PASSWORD_LENGTH = 2_000",
      },
      {
        promise: "others' storytellers are out of reach",
        find: "return this.admin ? {} : { userId: this.id }",
        replace: "return {}",
      },
      {
        promise: "the admin reaches all storytellers",
        find: "return this.admin ? {} : { userId: this.id }",
        replace: "return { userId: this.id }",
      },
      {
        promise: "the admin asks only storytellers of their own",
        find: "Storyteller.where((query) => query.where({ userId: this.id })",
        replace: "Storyteller.where((query) => query.where(this.reach)",
      },
      {
        promise: "whoever creates a storyteller owns it",
        find: "Storyteller.build({ ...attributes, userId: this.id })",
        replace: "Storyteller.build({ userId: this.id, ...attributes })",
      },
    ],
  ),
  ...mutantsOf(
    "server/models/user.ts",
    ["test/db/fold_emails.test.ts"],
    [
      {
        promise: "an account of an earlier version is found by what was typed then",
        find: "return users.find((user) => user.email === earlier) ?? users[0]",
        replace: "return users[0]",
      },
    ],
  ),
  ...mutantsOf(
    "server/lib/attempt_counter.ts",
    ["test/controllers/shared_sign_in_limit.test.ts"],
    [
      {
        promise: "all processes count guesses together",
        find: "await this.#inRedis((store) => store.get(key))]",
        replace: "undefined]",
      },
      {
        promise: "guesses are limited while Redis is away",
        find: "await Promise.all([this.#memory.increment(key), this.#inRedis((store) => store.increment(key))])",
        replace: "await this.#inRedis((store) => store.increment(key))",
      },
      {
        promise: "nobody is turned away because Redis is",
        find: `      logger.debug("Redis does not count attempts; this process does.", { error })
      return undefined`,
        replace: "      throw error",
      },
      {
        promise: "processes count together again once Redis is back",
        find: "this.#pausedUntil = Date.now() + PAUSE",
        replace: "this.#pausedUntil = Number.POSITIVE_INFINITY",
      },
    ],
  ),
  ...mutantsOf(
    "server/lib/rate_limit_redis.ts",
    ["test/controllers/shared_sign_in_limit.test.ts"],
    [
      {
        promise: "nobody waits for a Redis that does not answer",
        find: "    commandTimeout: DEADLINE,\n",
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    "server/lib/turnstile.ts",
    ["test/lib/turnstile.test.ts"],
    [
      {
        promise: "no more are inside at once than there are places",
        find: "if (this.#free > 0) {",
        replace: "if (true) {",
      },
      {
        promise: "who leaves lets the next one in, also by an error",
        find: `    try {
      return await work()
    } finally {
      this.#leave()
    }`,
        replace: `    const result = await work()
    this.#leave()
    return result`,
      },
    ],
  ),
]
