import { Renderer, type Tokens } from "marked"
import { SAFE_ADDRESS } from "./allowed_html.ts"
import { attribute } from "./attribute.ts"
import { CodeColours, plainCode, plainQuotes } from "./highlighted_code.ts"
import type { Heading } from "./outline.ts"

const LEADING_OUT = ' rel="noopener noreferrer nofollow" target="_blank"'

export class MarkdownRenderer extends Renderer<string, string> {
  #insideLink = false
  #colours = new CodeColours()

  beginText(colours: CodeColours) {
    this.#colours = colours
  }

  override heading({ level, ...token }: Heading) {
    return super.heading({ ...token, depth: level ?? token.depth })
  }

  override paragraph(token: Tokens.Paragraph) {
    const html = super.paragraph(token)
    return html === "<p></p>\n" ? "" : html
  }

  override code({ text, lang = "", escaped }: Tokens.Code) {
    const language = /^[\w+#.-]+/.exec(lang)?.[0]
    const code = text.replace(/\n$/, "")
    const coloured = escaped ? undefined : this.#colours.of(code, language)
    // The last name tells code in colours from code that waits for them, also where none of its words has any.
    const attribute = language ? ` class="language-${language}${coloured ? " hljs" : ""}"` : ""
    const html = escaped ? text : (coloured ?? plainCode(code))
    return `<div class="code" data-controller="copy"><pre tabindex="0"><code${attribute}>${html}</code></pre></div>\n`
  }

  override table(token: Tokens.Table) {
    return `<div class="table" tabindex="0">${super.table(token)}</div>\n`
  }

  override checkbox({ checked }: Tokens.Checkbox) {
    return checked ? "☑ " : "☐ "
  }

  override link(token: Tokens.Link) {
    if (this.#insideLink || !isSafe(token.href)) {
      return this.parser.parseInline(token.tokens)
    } else {
      this.#insideLink = true
      const text = this.parser.parseInline(token.tokens)
      this.#insideLink = false
      const href = attribute("href", encodeURI(token.href).replaceAll("%25", "%"))
      const title = token.title ? attribute("title", token.title) : ""
      return `<a${href}${title}${LEADING_OUT}>${text}</a>`
    }
  }

  override text(token: Tokens.Text | Tokens.Escape) {
    return "tokens" in token ? super.text(token) : plainCode(token.text).replaceAll("\n", "<br>")
  }

  override codespan(token: Tokens.Codespan) {
    return plainQuotes(super.codespan(token))
  }

  // A picture from elsewhere would tell its server who reads, so it is a link to follow.
  override image({ raw, href, title, tokens }: Tokens.Image) {
    const text = this.parser.parseInline(tokens, this.parser.textRenderer) || href
    return this.link({ type: "link", raw, href, title, text, tokens: [{ type: "text", raw, text }] })
  }
}

function isSafe(href: string) {
  return SAFE_ADDRESS.test(href) && URL.canParse(href)
}
