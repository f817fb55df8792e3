import { passwordMatches } from "../lib/password.ts"
import { Turnstile } from "../lib/turnstile.ts"
import type { SignInLimit } from "./sign_in_limit.ts"
import { User } from "./user.ts"

/** Each takes a core and 32 MiB for a while. It also bounds how many guesses are under way before one is counted. */
export const passwordChecks = new Turnstile(2)

/** Who has this address and password; undefined where nobody has, which is counted. Throws TooManyTries. */
export async function signIn(email: string, password: string, limit: SignInLimit): Promise<User | undefined> {
  await limit.check()

  return User.authenticate(email, password, (...given) =>
    passwordChecks.pass(async () => {
      await limit.check()
      const matches = await passwordMatches(...given)
      if (!matches) await limit.countFailure()
      return matches
    }),
  )
}
