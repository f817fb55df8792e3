import type { UnsentForm } from "../lib/unsent_form.ts"
import { normalizeEmail } from "../lib/normalize_email.ts"
import { refusalFrom } from "../lib/refusal.ts"
import { knownDevice, knownDeviceCookie, newKnownDevice } from "../models/known_device.ts"
import { Session } from "../models/session.ts"
import type { User } from "../models/user.ts"
import { ApplicationController } from "./application_controller.ts"

/** Too many tries, and a database that takes nothing: the form stays, as it was filled. */
const FORM_STAYS = [429, 503]

export abstract class SignInController extends ApplicationController {
  override async process(action: string) {
    try {
      await super.process(action)
    } catch (error) {
      const { status, message, retryAfter } = refusalFrom(error)
      if (action !== "create" || !FORM_STAYS.includes(status)) throw error

      if (retryAfter) this.response.set("Retry-After", String(retryAfter))
      await this.renderRefused(message, { status })
    }
  }

  protected abstract renderRefused(sentence: string, options: { status: number }): Promise<void>

  protected async signIn(user: User, unsent?: UnsentForm) {
    const token = await Session.start(user, this.request.headers["user-agent"], unsent)
    await this.session?.destroy()
    await Session.sweep()

    this.setCookie(Session.cookie, token)
    const email = normalizeEmail(user.email)
    if (!knownDevice(this.request, email)) this.setCookie(knownDeviceCookie, newKnownDevice(email))
  }

  protected async signOut() {
    await this.session?.destroy()
    this.response.clearCookie(Session.cookie.name)
  }

  private setCookie({ name, maxAge }: { name: string; maxAge: number }, value: string) {
    const { secure } = this.request
    this.response.cookie(name, value, { httpOnly: true, sameSite: "lax", secure, maxAge })
  }
}
