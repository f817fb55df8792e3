const SHORTEST_PART = 6
const LOOK_LIKE_KEYS = [
  /\bsk-[\w*.…-]{4,}/g,
  /\b(gsk_|csk-|hf_|xai-|pplx-|nvapi-|r8_|fw_|tgp_|ghp_|AIza|AKIA)[\w-]{8,}/g,
  /\b(Bearer|Basic)\s+(?=\S*[\d*=]|\S{20})\S{8,}/gi,
  /\beyJ[\w-]{8,}\.[\w.-]+/g,
  // What a server shows of a key that it does not want to show.
  /[\w-]*\*{3,}[\w-]*/g,
]
const NAMED =
  /(?<!\w)((?:[\w-]*api[-_]?key|access[-_]?token|auth[-_]?token|token|key|secret|password|authorization|signature)["']?\s*(?:=|:(?=\s*["']?(?=[^\s"'&,;]*\d)[^\s"'&,;]{8}))\s*["']?)(?!\[)[^\s"'&,;]{4,}/gi
const IN_AN_ADDRESS = /\/\/[^\s/@]+@/g

/** Servers repeat the key, or parts of it, when they refuse it: nobody else is to see it. */
export function redactKeys(text: string, ...secrets: (string | undefined)[]) {
  const withoutOurs = formsOf(secrets).reduce(
    (redacted, secret) => redacted.replaceAll(secret, "[key]"),
    text,
  )
  return LOOK_LIKE_KEYS.reduce((redacted, pattern) => redacted.replace(pattern, "[key]"), withoutOurs)
    .replace(NAMED, "$1[key]")
    .replace(IN_AN_ADDRESS, "//[key]@")
}

/** As it is, as others write it, and the words of one that has several; longest first. */
function formsOf(secrets: (string | undefined)[]): string[] {
  const parts = secrets.flatMap((secret) =>
    secret ? [secret, ...secret.split(/\s+/).filter(isTelling)] : [],
  )
  const forms = parts.flatMap((part) => [
    part,
    encodeURIComponent(part),
    JSON.stringify(part).slice(1, -1),
    Buffer.from(part).toString("base64"),
  ])
  return [...new Set(forms)].toSorted((one, other) => other.length - one.length)
}

function isTelling(part: string) {
  return part.length >= SHORTEST_PART && !/^(bearer|basic)$/i.test(part)
}
