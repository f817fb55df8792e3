import { paths } from "../helpers/paths.ts"
import { ownPath } from "../lib/own_path.ts"
import { permit } from "../lib/parameters.ts"
import { User } from "../models/user.ts"
import { SignInController } from "./sign_in_controller.ts"

export class SessionsController extends SignInController {
  static override readonly open = ["new", "create", "destroy"]

  async new() {
    const { return_to: returnTo } = permit(this.request.query, ["return_to"])
    await this.renderForm({ returnTo })
  }

  async create() {
    const {
      email = "",
      password = "",
      return_to: returnTo,
    } = permit(this.request.body, ["email", "password", "return_to"])
    const user = await User.authenticate(email, password)

    if (user) {
      await this.signIn(user)
      this.redirectTo(ownPath(returnTo) ?? paths.root)
    } else {
      await this.renderForm(
        { email, returnTo, error: "That address and password don't belong together." },
        { status: 422 },
      )
    }
  }

  async destroy() {
    await this.signOut()
    this.redirectTo(paths.newSession, { notice: "You are signed out." })
  }

  private renderForm(
    fields: { email?: string; returnTo: string | undefined; error?: string },
    options?: { status: number },
  ) {
    return this.render(
      "sessions/new",
      { title: "Sign in", email: "", error: undefined, unsent: undefined, ...fields },
      options,
    )
  }
}
