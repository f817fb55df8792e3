const WHOLE = /^[^<>]*(?:<[^<>]+>[^<>]*)*$/
const TAG = /<([^<>]+)>/g
const VOID = ["br", "hr"]
const BARE = new Set(
  (
    "p h3 h4 h5 h6 blockquote ul ol li table thead tbody tr th td strong em del code div span " +
    VOID.join(" ")
  ).split(" "),
)
const WITH_ATTRIBUTES = new RegExp(
  [
    /^t[hd] align="(?:left|center|right)"$/,
    /^ol start="\d+"$/,
    /^div class="table" tabindex="0"$/,
    /^div class="code" data-controller="copy"$/,
    /^pre tabindex="0"$/,
    /^code class="language-[\w+#.-]+(?: hljs)?"$/,
    /^span class="hljs-[\w-]+(?: [a-z]+_)*"$/,
    /^a href="(?:https?:|mailto:)[^"]*"(?: title="[^"]*")? rel="noopener noreferrer nofollow" target="_blank"$/,
  ]
    .map(({ source }) => source)
    .join("|"),
)

/**
 * Whether it holds only tags as the Markdown's renderer writes them, each closed where it should be. Then there is
 * nothing to sanitise, and looking costs a tenth of that.
 */
export function isRenderedHtml(html: string) {
  return WHOLE.test(html) && tagsFit(html)
}

function tagsFit(html: string) {
  const open: string[] = []

  for (const [, tag = ""] of html.matchAll(TAG)) {
    const fits = tag.startsWith("/")
      ? open.pop() === tag.slice(1)
      : BARE.has(tag) || WITH_ATTRIBUTES.test(tag)
    if (!fits) return false
    if (!tag.startsWith("/") && !VOID.includes(tag)) open.push(tag.split(" ", 1)[0] as string)
  }
  return open.length === 0
}
