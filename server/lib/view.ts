import { join } from "node:path"
import ejs from "ejs"
import { config } from "../config.ts"

type Locals = Record<string, unknown>

const DIRECTORY = join(import.meta.dirname, "../../views")
let helpers: Locals = {}

/** What every template can call; both processes say it when they boot, so that a page and a broadcast look the same. */
export function registerHelpers(functions: Locals) {
  helpers = { ...helpers, ...functions }
}

/** A template by its path below views/, without ending: "messages/_message". */
export function renderTemplate(name: string, locals: Locals = {}): Promise<string> {
  const options = { views: [DIRECTORY], cache: config.production }
  return ejs.renderFile(join(DIRECTORY, `${name}.ejs`), { ...helpers, ...locals }, options)
}

/** A template in the layout. */
export async function renderPage(name: string, locals: Locals): Promise<string> {
  const body = await renderTemplate(name, locals)
  return renderTemplate("layouts/application", { ...locals, body })
}
