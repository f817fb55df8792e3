import type { Refusal } from "./refusal.ts"
import { jsonOf } from "./said_error.ts"

export type Body = Record<string, unknown>

/** Without these something else would be asked, or stored, than what was meant. */
const NEEDED = [
  ...["model", "input", "messages", "stream", "background", "assistant_id", "role", "content"],
  ...["name", "description"],
]
const REFUSES =
  /unsupported|n[o']t support|unknown|unrecogni[sz]ed|unexpected|(n[o']t|never) (permit|allow)|extra|invalid|not (a )?valid|no longer|deprecated|removed|n[o']t (available|enabled|implemented|accept|recogni[sz]ed|exist)|\bcan(no|'|’)t|instead|no such|incompatible|forbidden|additional propert|disallow|illegal|unable|must |only |too (large|small)|exceed|maximum|at most|less than|greater than/i

/** Which field of `body` the server does not want, or not as it is; by where the refusal says so, surest first. */
export function refusedParameters(body: Body, refusal: Refusal): string[] {
  const optional = Object.keys(body).filter((name) => !NEEDED.includes(name))
  const placed = optional.filter((name) => placesOf(refusal).includes(name))

  return placed.length > 0 ? placed : firstMentioned(body, optional, refusal.message ?? refusal.page ?? "")
}

export function refusesRole(body: Body, { message, page, param, text }: Refusal): boolean {
  const words = message ?? page ?? ""
  const isPlaced = [param ?? "", ...locationsIn(jsonOf(text)).map((loc) => loc.join("."))].some((place) =>
    /(messages|input)\W*\d+\W*role\b/.test(place),
  )
  return hasInstructions(body) && (isPlaced || SPEAKS_OF_ROLES.some((pattern) => pattern.test(words)))
}

const SPEAKS_OF_ROLES = [
  new RegExp(
    `\\b(system|developer)['"\`]? ?(role|message|prompt|instruction)s?\\b.*(${REFUSES.source})`,
    "is",
  ),
  new RegExp(
    `(${REFUSES.source}).*\\b(system|developer)['"\`]? ?(role|message|prompt|instruction)s?\\b`,
    "is",
  ),
  new RegExp(`\\broles?\\b.*(${REFUSES.source}).*\\b(system|developer)\\b`, "is"),
  new RegExp(`\\b(system|developer)\\b.*(${REFUSES.source}).*\\broles?\\b`, "is"),
  /\bonly\b.*\buser\b.*\bassistant\b.*\broles?\b/is,
  /\broles? must alternate\b/i,
  /['"`](system|developer)['"`] is not one of/i,
]

function hasInstructions({ messages, input, instructions }: Body) {
  const turns = messages ?? input
  const isSaid = Array.isArray(turns) && turns.some(({ role }) => role === "system" || role === "developer")
  return isSaid || (Array.isArray(input) && Boolean(instructions))
}

/** `param` of the error, and `loc` of those who list every field that is wrong. */
function placesOf({ param, text }: Refusal): (string | undefined)[] {
  const places = [param?.split(/[.[]/) ?? [], ...locationsIn(jsonOf(text))]
  return places.map((place) => place.filter((part) => part !== "body")[0])
}

function locationsIn(json: unknown): string[][] {
  if (Array.isArray(json)) {
    return json.flatMap(locationsIn)
  } else if (typeof json === "object" && json !== null) {
    const { loc, type } = json as Body
    const own = Array.isArray(loc) && !String(type).includes("missing") ? [loc.map(String)] : []
    return [...own, ...Object.values(json).flatMap((value) => (value === loc ? [] : locationsIn(value)))]
  } else {
    return []
  }
}

/** Others name fields, too: those that they know. */
function firstMentioned(body: Body, names: string[], words: string): string[] {
  const mentioned = REFUSES.test(words)
    ? names.map((name) => [name, placeOf(name, body[name], words)] as const)
    : []
  const [first] = mentioned.filter(([, at]) => at >= 0).toSorted(([, one], [, other]) => one - other)
  return first ? [first[0]] : []
}

/** An everyday word counts only where it is marked as a name. */
function placeOf(name: string, value: unknown, words: string) {
  const inner =
    typeof value === "object" && value !== null ? Object.keys(value).filter((key) => key.includes("_")) : []
  const plain = [name, ...inner].filter((one) => one.includes("_")).join("|") || "(?!)"
  const marked = `["'\`‘“]${name}(["'\`’”.[]|$)|(parameters?|arguments?|fields?|propert(y|ies)|keys?|options?|inputs?)( supplied| name)?:? ${name}\\b|\\b${name}:? (is|are|was|does|can|must|parameter|field|argument|extra)\\b`
  return words.search(new RegExp(`(?<!\\w)(${plain})(?!\\w)|${marked}`, "i"))
}
