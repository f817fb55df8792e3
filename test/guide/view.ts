import { join } from "node:path"
import ejs from "ejs"
import { importMap } from "../../server/lib/import_map.ts"
import { answerHtml } from "../../server/turbo/answer_html.ts"
import { domId } from "../../server/turbo/dom_id.ts"

const VIEWS = join(import.meta.dirname, "views")
const HELPERS = { domId, answerHtml, importMap }

export function render(name: string, locals: Record<string, unknown>): Promise<string> {
  return ejs.renderFile(join(VIEWS, `${name}.ejs`), { ...HELPERS, ...locals }, { views: [VIEWS] })
}

export async function renderPage(name: string, locals: Record<string, unknown>): Promise<string> {
  return render("layout", { body: await render(name, locals) })
}
