import { Session } from "../models/session.ts"
import type { User } from "../models/user.ts"
import { ApplicationController } from "./application_controller.ts"

export class SignInController extends ApplicationController {
  protected async signIn(user: User) {
    const { name, maxAge } = Session.cookie
    const token = await Session.start(user, this.request.headers["user-agent"])
    await this.session?.destroy()
    this.response.cookie(name, token, {
      httpOnly: true,
      sameSite: "lax",
      secure: this.request.secure,
      maxAge,
    })
  }

  protected async signOut() {
    await this.session?.destroy()
    this.response.clearCookie(Session.cookie.name)
  }
}
