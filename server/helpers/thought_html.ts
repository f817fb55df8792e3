/** Folded, until its reader opens it. */
export function thoughtHtml(html: string, id = "") {
  const attribute = id && ` id="${id}"`
  return `<details class="thinking"><summary>Thinking</summary><div${attribute} class="thinking__text">${html}</div></details>\n`
}
