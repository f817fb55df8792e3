import { toCamelCase } from "../../db/naming.ts"
import { paths } from "../helpers/paths.ts"
import type { Storyteller } from "../models/storyteller.ts"
import { ApplicationController } from "./application_controller.ts"

const FIELDS = [
  "name",
  "model",
  "description",
  "instructions",
  "max_prompt_tokens",
  "max_completion_tokens",
] as const
const DEFAULTS = { maxPromptTokens: 8_000, maxCompletionTokens: 1_000 }

export class StorytellersController extends ApplicationController {
  async index() {
    const storytellers = await this.currentUser.storytellers()
    await this.render("storytellers/index", { title: "Storytellers", storytellers })
  }

  async show() {
    const storyteller = await this.storyteller()
    const own = storyteller.userId === this.currentUser.id
    await this.render("storytellers/show", { title: storyteller.name, storyteller, own })
  }

  async new() {
    await this.renderForm(
      "new",
      this.currentUser.buildStoryteller({ ...DEFAULTS, ...this.unsentStoryteller }),
    )
  }

  async create() {
    const storyteller = this.currentUser.buildStoryteller({ ...DEFAULTS, ...this.storytellerFields })

    if (await storyteller.save()) {
      this.redirectTo(paths.storyteller(storyteller), { notice: "Storyteller was successfully created." })
    } else {
      await this.renderForm("new", storyteller, { status: 422 })
    }
  }

  async edit() {
    await this.renderForm("edit", Object.assign(await this.storyteller(), this.unsentStoryteller))
  }

  async update() {
    const storyteller = await this.storyteller()

    if (await storyteller.update(this.storytellerFields)) {
      this.redirectTo(paths.storyteller(storyteller), { notice: "Storyteller was successfully updated." })
    } else {
      await this.renderForm("edit", storyteller, { status: 422 })
    }
  }

  async destroy() {
    const storyteller = await this.storyteller()

    if (await storyteller.destroy()) {
      this.redirectTo(paths.storytellers, { notice: "Storyteller was successfully deleted." })
    } else {
      await this.renderForm("edit", storyteller, { status: 422 })
    }
  }

  private storyteller() {
    return this.currentUser.storyteller(this.params.id)
  }

  private renderForm(template: "new" | "edit", storyteller: Storyteller, options?: { status: number }) {
    const title = template === "new" ? "New storyteller" : "Edit storyteller"
    return this.render(`storytellers/${template}`, { title, storyteller }, options)
  }

  private get storytellerFields() {
    return attributesFrom(this.fields("storyteller", FIELDS))
  }

  private get unsentStoryteller() {
    return attributesFrom(this.unsentFields("storyteller", FIELDS))
  }
}

function attributesFrom(fields: object): Partial<Storyteller> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [toCamelCase(name), value]))
}
