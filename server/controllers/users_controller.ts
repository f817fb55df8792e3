import { paths } from "../helpers/paths.ts"
import { User } from "../models/user.ts"
import { SignInController } from "./sign_in_controller.ts"

export class UsersController extends SignInController {
  static override readonly open = ["new", "create"]

  async new() {
    await this.render("users/new", { title: "Sign up", user: User.build({}) })
  }

  async create() {
    const { full_name: fullName, email, password } = this.fields("user", ["full_name", "email", "password"])
    const user = User.build({ fullName: fullName ?? "", email: email ?? "", password: password ?? "" })

    if (await user.save()) {
      await this.signIn(user)
      this.redirectTo(paths.root, { notice: `Welcome, ${user.fullName}.` })
    } else {
      await this.render("users/new", { title: "Sign up", user }, { status: 422 })
    }
  }
}
