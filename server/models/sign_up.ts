import { passwordChecks } from "./sign_in.ts"
import type { SignInLimit } from "./sign_in_limit.ts"
import { EMAIL_REFUSED, User } from "./user.ts"

/**
 * Who has signed up with this; undefined, and the user's `errors` say why, where nobody has. An address that has an
 * account leads to it with its password, and without it costs as much time as a new one. Throws TooManyTries.
 */
export async function signUp(user: User, limit: SignInLimit): Promise<User | undefined> {
  const { email: typed, password = "" } = user
  if (!(await user.valid())) return undefined

  await limit.checkSignUp()
  const existing = await User.withEmail(typed)
  return passwordChecks.pass(async () => {
    await limit.checkSignUp()
    const created = !existing && (await user.save())
    if (created) {
      await limit.countSignUp()
      return user
    }

    // Where it was not created after all, somebody else has signed up with this address in the same moment.
    const owner = await (existing ?? (await User.withEmail(typed)))?.ifPassword(password)
    if (!owner) {
      user.errors.add("email", EMAIL_REFUSED)
      await limit.countRefusedSignUp()
    }
    return owner
  })
}
