const LOOK_LIKE_KEYS = [
  /\bsk-[\w*.…-]{4,}/g,
  /\bBearer\s+(?=\S*[\d*])\S{8,}/gi,
  // What a server shows of a key that it does not want to show.
  /[\w-]*\*{3,}[\w-]*/g,
]

/** Servers repeat the key, or parts of it, when they refuse it: nobody else is to see it. */
export function redactKeys(text: string, apiKey: string | undefined) {
  const withoutOurs = apiKey ? text.replaceAll(apiKey, "[key]") : text
  return LOOK_LIKE_KEYS.reduce((redacted, pattern) => redacted.replace(pattern, "[key]"), withoutOurs)
}
