import { createHash } from "node:crypto"
import type { Request } from "express"
import { ipKeyGenerator } from "express-rate-limit"
import { AttemptCounter } from "../lib/attempt_counter.ts"
import { TooManyTries } from "../lib/http_error.ts"
import { normalizeEmail } from "../lib/normalize_email.ts"
import { knownDevice } from "./known_device.ts"

/** Who sends from one line of IPv6 has all of its addresses. */
const ONE_LINE = 64

const accounts = new AttemptCounter({ name: "sign_in:account", limit: 10, minutes: 5 })
const addresses = new AttemptCounter({ name: "sign_in:address", limit: 50, minutes: 15 })
const signUps = new AttemptCounter({ name: "sign_up", limit: 50, minutes: 60 })
const refusedSignUps = new AttemptCounter({ name: "sign_up:refused", limit: 10, minutes: 60 })

/**
 * How often somebody may guess: at one account from wherever, and at any account from one address. A browser that
 * has signed in to the account before has a count of its own, so that nobody can lock its owner out.
 */
export class SignInLimit {
  readonly #account: string
  readonly #address: string
  readonly #device: string | undefined

  constructor(request: Request, typedEmail: string) {
    const email = normalizeEmail(typedEmail)
    this.#account = digest(email)
    this.#address = ipKeyGenerator(request.ip ?? "", ONE_LINE)
    this.#device = knownDevice(request, email)
  }

  /** Throws TooManyTries. */
  async check() {
    const waits = this.#device
      ? [accounts.wait(this.#device)]
      : [accounts.wait(this.#account), addresses.wait(this.#address)]
    refuseFor(Math.max(...(await Promise.all(waits))), "sign in")
  }

  async countFailure() {
    await Promise.all(
      this.#device
        ? [accounts.count(this.#device)]
        : [accounts.count(this.#account), addresses.count(this.#address)],
    )
  }

  /** Throws TooManyTries. An account's password can be guessed here as well. */
  async checkSignUp() {
    const waits = [
      signUps.wait(this.#address),
      refusedSignUps.wait(this.#address),
      accounts.wait(this.#device ?? this.#account),
    ]
    refuseFor(Math.max(...(await Promise.all(waits))), "sign up")
  }

  async countSignUp() {
    await signUps.count(this.#address)
  }

  async countRefusedSignUp() {
    await Promise.all([refusedSignUps.count(this.#address), this.countFailure()])
  }
}

function refuseFor(milliseconds: number, what: string) {
  if (milliseconds > 0) throw new TooManyTries(Math.ceil(milliseconds / 1_000), what)
}

function digest(text: string) {
  return createHash("sha256").update(text).digest("base64url")
}
