import type { Request, Response } from "express"
import { paths } from "../helpers/paths.ts"
import { type Flash, takeFlash, writeFlash } from "../lib/flash.ts"
import type { HtmlBytes } from "../lib/html_bytes.ts"
import { addToLogContext } from "../lib/log_context.ts"
import { permit } from "../lib/parameters.ts"
import type { Controller } from "../lib/routing.ts"
import { UnsentForm } from "../lib/unsent_form.ts"
import { renderPage, renderTemplate } from "../lib/view.ts"
import { Session } from "../models/session.ts"
import type { User } from "../models/user.ts"

type Locals = Record<string, unknown>

const READING = ["GET", "HEAD"]
const TURBO_STREAM = "text/vnd.turbo-stream.html"

/** What every request has in common: who asks, and how it is answered. One instance a request. */
export class ApplicationController implements Controller {
  /** Actions that need nobody to be signed in. */
  static readonly open: readonly string[] = []

  protected readonly request: Request
  protected readonly response: Response
  protected session: Session | undefined
  #user: User | undefined

  constructor(request: Request, response: Response) {
    this.request = request
    this.response = response
  }

  async process(action: string) {
    this.session = await Session.of(this.request)
    this.#user = await this.session?.user()
    if (this.#user) addToLogContext({ userId: this.#user.id })
    this.response.locals.currentUser = this.#user

    if (this.#user || (this.constructor as typeof ApplicationController).open.includes(action)) {
      await this.forgetUnsentForm()
      await (this as unknown as Record<string, () => Promise<void>>)[action]?.()
    } else {
      await this.askToSignIn()
    }
  }

  protected get currentUser(): User {
    if (!this.#user) throw new Error("Nobody is signed in.")
    return this.#user
  }

  protected get params(): Record<string, string> {
    return this.request.params as Record<string, string>
  }

  /** The text fields of one record: `storyteller[name]` is `name` of "storyteller". */
  protected fields<Name extends string>(record: string, names: readonly Name[]) {
    return permit(this.request.body?.[record], names)
  }

  /** `bytes` are among the locals, and are large. */
  protected async render(
    template: string,
    locals: Locals = {},
    { status = 200, bytes }: { status?: number; bytes?: HtmlBytes } = {},
  ) {
    const html = await this.renderToString(template, locals)
    this.response
      .status(status)
      .type("html")
      .send(bytes?.within(html) ?? html)
  }

  /** The whole page, to be sent by who asks for it. */
  protected renderToString(template: string, locals: Locals) {
    const flash = takeFlash(this.request, this.response)
    return renderPage(template, { ...this.response.locals, currentUser: this.#user, flash, ...locals })
  }

  protected async renderTurboStream(template: string, locals: Locals, { status = 200 } = {}) {
    const html = await renderTemplate(template, { currentUser: this.#user, ...locals })
    this.response.status(status).type(TURBO_STREAM).send(html)
  }

  /** After a form: 303, so that the browser gets the page instead of sending the form again. */
  protected redirectTo(path: string, flash?: Flash) {
    if (flash) writeFlash(this.request, this.response, flash)
    this.response.redirect(303, path)
  }

  protected get wantsTurboStream() {
    return this.request.headers.accept?.includes(TURBO_STREAM) ?? false
  }

  /** Where the form is that was sent here. */
  protected get formPage(): string {
    const [path] = this.request.originalUrl.split("?")
    return this.request.method === "POST" ? `${path}/new` : `${path}/edit`
  }

  /** The fields of one record that were typed into the form on this page when the session had ended. */
  protected unsentFields<Name extends string>(record: string, names: readonly Name[]) {
    return permit(this.session?.unsentForm(this.request.originalUrl)?.body[record], names)
  }

  private async askToSignIn() {
    if (READING.includes(this.request.method)) {
      this.redirectTo(`${paths.newSession}?return_to=${encodeURIComponent(this.request.originalUrl)}`)
    } else {
      const unsent = UnsentForm.of(this.request, this.formPage)
      await this.render("sessions/new", { title: "Sign in", unsent }, { status: 401 })
    }
  }

  /** Before the answer, which may lead to the form's page again; what is refused comes back with its refusal. */
  private async forgetUnsentForm() {
    if (!READING.includes(this.request.method) && this.session?.unsent)
      await this.session.update({ unsent: null })
  }
}
