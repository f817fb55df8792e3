/** How a story is to be told. It travels as the last line of the question, so nobody has to arrange anything beforehand. */
export type Script = {
  story: number
  tokens: number
  /** Milliseconds between two tokens. */
  interval: number
  /** The stories of one round begin together, once there are as many as this. */
  round: number
  stories: number
}

const SECTION = 200
const NUMBER = /Q([0-9a-z]{4})/g

/** Markdown of every kind, every token of which has its number in it: what comes out of the page's end can be told apart. */
export function token(index: number) {
  const number = `Q${index.toString(36).padStart(4, "0")}`
  return index === 0 ? `## ${number}` : `${before(index % SECTION)}${number}${after(index % SECTION)}`
}

export function tokens(count: number) {
  return Array.from({ length: count }, (_, index) => token(index))
}

export function numbersIn(html: string) {
  return Array.from(html.matchAll(NUMBER), ([, number = ""]) => Number.parseInt(number, 36))
}

export function question(script: Script, words = "Tell me a story.") {
  return `${words}\n${JSON.stringify(script)}`
}

export function scriptIn(question: string): Script {
  return JSON.parse(question.slice(question.lastIndexOf("\n")))
}

/** A heading, two paragraphs, a list of six, a piece of code and three more paragraphs. */
function before(place: number) {
  if (place === 0) return "\n\n## "
  if ([5, 40, 142, 160, 180].includes(place)) return "\n\n"
  if (place >= 70 && place < 130 && place % 10 === 0) return place === 70 ? "\n\n- " : "\n- "
  if (place === 130) return "\n\n```js\n"
  if (place > 130 && place < 142 && place % 4 === 2) return "\n"
  if (isEmphasised(place)) return " **"
  return " "
}

function after(place: number) {
  if (place === 141) return "\n```"
  if (isEmphasised(place - 2)) return "**"
  return ""
}

function isEmphasised(place: number) {
  return place > 5 && place < 130 && place % 25 === 12
}
