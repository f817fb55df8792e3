import { paths } from "../helpers/paths.ts"
import { ownPath } from "../lib/own_path.ts"
import { permit } from "../lib/parameters.ts"
import { UnsentForm } from "../lib/unsent_form.ts"
import { signIn } from "../models/sign_in.ts"
import { SignInLimit } from "../models/sign_in_limit.ts"
import { SignInController } from "./sign_in_controller.ts"

const KEPT = "Your session had ended, so this was not sent. What you wrote is still here: send it again."
const NOT_DONE = "Your session had ended, so that was not done. Do it again, if it is still to be done."

export class SessionsController extends SignInController {
  static override readonly open = ["new", "create", "destroy"]

  async new() {
    const { return_to: returnTo } = permit(this.request.query, ["return_to"])
    await this.renderForm({ returnTo })
  }

  async create() {
    const { email, password, returnTo, unsent } = this.given
    const user = await signIn(email, password, new SignInLimit(this.request, email))

    if (!user) {
      await this.renderRefused("That address and password don't belong together.", { status: 422 })
    } else if (unsent) {
      await this.signIn(user, unsent)
      this.redirectTo(unsent.page, { alert: unsent.typed.length > 0 ? KEPT : NOT_DONE })
    } else {
      await this.signIn(user)
      this.redirectTo(ownPath(returnTo) ?? paths.root)
    }
  }

  async destroy() {
    await this.signOut()
    this.redirectTo(paths.newSession, { notice: "You are signed out." })
  }

  protected override async renderRefused(error: string, options: { status: number }) {
    const { email, returnTo, unsent } = this.given
    await this.renderForm({ email, returnTo, unsent, error }, options)
  }

  private async renderForm(fields: object, options?: { status: number }) {
    // A frame whose session has ended has no place for this form: the page gives way to it.
    const wholePage = this.request.headers["turbo-frame"] !== undefined
    await this.render("sessions/new", { title: "Sign in", wholePage, ...fields }, options)
  }

  private get given() {
    const fields = permit(this.request.body, ["email", "password", "return_to", "unsent"])
    const { email = "", password = "", return_to: returnTo } = fields
    return { email, password, returnTo, unsent: UnsentForm.parse(fields.unsent) }
  }
}
