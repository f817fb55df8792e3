import type { Refusal } from "./refusal.ts"
import { type Body, refusedParameters, refusesRole } from "./refused_parameter.ts"

/** A change of a request that a server takes only so. */
export type Mend =
  | { drop: string; onlyOnce?: boolean }
  | { rename: string; to: string }
  | { instructionsAs: Place }

/** Where instructions can stand: in a message of their own, or before the first words of the user. */
type Place = "system" | "developer" | "user"
type Turn = { role: string; content: unknown }

/** One field, which got another name. */
const OTHER_NAMES: Record<string, string> = {
  max_tokens: "max_completion_tokens",
  max_completion_tokens: "max_tokens",
}
const IS_OF_ITS_VALUE = /too (large|big|high|many)|exceed|at most|maximum|less than|<=/i
const IS_OF_DEVELOPERS = /\bdeveloper['"`]? ?(role|message|prompt|instruction)/i

/** What to change after this refusal; nothing where that is not what it is about. `done` was changed before. */
export function mendsFor(body: Body, refusal: Refusal, done: Mend[]): Mend[] {
  if (refusesRole(body, refusal)) return [{ instructionsAs: nextPlace(body, refusal) }]

  return refusedParameters(body, refusal).flatMap((name): Mend[] => {
    if (name === "instructions") {
      return Array.isArray(body.input) ? [{ instructionsAs: "system" }] : []
    } else {
      return [mendOf(name, body, refusal, done)]
    }
  })
}

export function applied(body: Body, mend: Mend): Body {
  if ("drop" in mend) {
    const { [mend.drop]: _dropped, ...others } = body
    return others
  } else if ("rename" in mend) {
    const { [mend.rename]: value, ...others } = body
    return value === undefined ? body : { ...others, [mend.to]: value }
  } else {
    return withInstructionsAs(mend.instructionsAs, body)
  }
}

function mendOf(name: string, body: Body, refusal: Refusal, done: Mend[]): Mend {
  const words = refusal.message ?? ""
  const to = newName(words) ?? OTHER_NAMES[name]
  const isTried = to === undefined || to in body || done.some((mend) => "rename" in mend && mend.to === name)

  if (/^max_/.test(name) && IS_OF_ITS_VALUE.test(words)) {
    return { drop: name, onlyOnce: true }
  } else {
    return isTried ? { drop: name } : { rename: name, to }
  }
}

/** "Use 'x' instead." */
function newName(words: string) {
  const [, quoted, plain] =
    /\b(?:use|renamed to|replaced by|did you mean) (?:the )?(?:["'`]([a-z][a-z_]+)["'`]|([a-z]+_[a-z_]+))/i.exec(
      words,
    ) ?? []
  return quoted ?? plain
}

function nextPlace(body: Body, { message = "" }: Refusal): Place {
  const roles = turnsOf(body).map(({ role }) => role)

  if (roles.includes("system")) {
    return IS_OF_DEVELOPERS.test(message) ? "user" : "developer"
  } else {
    return roles.includes("developer") ? "user" : "system"
  }
}

function withInstructionsAs(place: Place, { instructions, ...body }: Body): Body {
  const turns = turnsOf(body)
  const isSaid = ({ role }: Turn) => role === "system" || role === "developer"
  const said = turns.filter(isSaid).map(({ content }) => content)
  const all = [...(instructions ? [instructions] : []), ...said].map(textOf).join("\n\n")
  const others = turns.filter((turn) => !isSaid(turn))
  const field = Array.isArray(body.messages) ? "messages" : "input"

  return {
    ...body,
    [field]: place === "user" ? folded(all, others) : [{ role: place, content: all }, ...others],
  }
}

function folded(instructions: string, turns: Turn[]): Turn[] {
  const index = turns.findIndex(({ role }) => role === "user")
  const { content } = turns[index] ?? { content: "" }
  return turns.with(index, { role: "user", content: `${instructions}\n\n${textOf(content)}` })
}

function turnsOf({ messages, input }: Body): Turn[] {
  const turns = messages ?? input
  return Array.isArray(turns) ? turns : []
}

function textOf(content: unknown): string {
  return Array.isArray(content) ? content.map(({ text = "" }) => text).join("") : String(content)
}
