const BLOCK = `

## _ _ _

_ _ **_** _ _, _ *_* _ _ _. _ _ \`_\` _ _; _ _ _ _ _, _ ~~_~~ _ _ _.

- _ _ _
- _ **_** _
- _ _ _ _

_ _ _ _ _ _ _ _ _ _ _ _, _ _ _. _ _ _ _ _ _ _ _ _, _ _ _ _ _ _.

> _ _ _ _ _: _ _ _ _.

1. _ _ _ _
2. _ _ _

\`\`\`js
_ _ _
_ _

_
\`\`\`
`.match(/\s*(?:(?:##|[->]|\d\.) )?\S+/g) as string[]

/**
 * An answer of so many tokens, in Markdown, no two words of it alike: a word that is lost, doubled or moved shows.
 * Wherever it is cut between two tokens, what stands before shows the beginning of what the whole shows.
 */
export class Story {
  readonly tokens: string[]
  readonly text: string
  readonly #visible: string

  constructor(tokens: number) {
    let word = 0
    this.tokens = Array.from({ length: tokens }, (_, index) =>
      (BLOCK[index % BLOCK.length] as string).replace("_", () => `word${++word}`),
    )
    this.text = this.tokens.join("")
    this.#visible = shownOf(this.text)
  }

  /** Whether a page that shows this shows a beginning of the story; where a block ends, its white space is not the story's. */
  beginsWith(shown: string) {
    return this.#visible.startsWith(visible(shown))
  }

  isShownBy(shown: string) {
    return this.#visible === visible(shown)
  }
}

/** What a page shows of so much of a story. */
export function shownOf(source: string) {
  return visible(source.replace(/^\d\.|```(js)?|[^\w\s,.:;]/gm, ""))
}

export function visible(text: string) {
  return text.replace(/\s/g, "")
}
