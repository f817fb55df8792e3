import { paths } from "../helpers/paths.ts"
import { signUp } from "../models/sign_up.ts"
import { SignInLimit } from "../models/sign_in_limit.ts"
import { User } from "../models/user.ts"
import { SignInController } from "./sign_in_controller.ts"

export class UsersController extends SignInController {
  static override readonly open = ["new", "create"]

  async new() {
    await this.render("users/new", { title: "Sign up", user: User.build({}) })
  }

  async create() {
    const { email = "" } = this.userFields
    const user = this.buildUser()
    const signedUp = await signUp(user, new SignInLimit(this.request, email))

    if (signedUp) {
      await this.signIn(signedUp)
      this.redirectTo(paths.root, { notice: `Welcome, ${signedUp.fullName}.` })
    } else {
      await this.renderForm(user, { status: 422 })
    }
  }

  protected override async renderRefused(sentence: string, options: { status: number }) {
    const user = this.buildUser()
    user.errors.add("base", sentence)
    await this.renderForm(user, options)
  }

  private renderForm(user: User, options: { status: number }) {
    const { email } = this.userFields
    return this.render("users/new", { title: "Sign up", user: Object.assign(user, { email }) }, options)
  }

  private buildUser() {
    const { full_name: fullName = "", email = "", password = "" } = this.userFields
    return User.build({ fullName, email, password })
  }

  private get userFields() {
    return this.fields("user", ["full_name", "email", "password"])
  }
}
