import { decodeHTMLStrict } from "entities/decode"

const REFERENCE = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]*);/gi

/** `&name;` and `&#1;` as the characters that HTML knows under that name or number; all else stays as it is. */
export function decodeReferences(text: string) {
  return text.includes("&") ? text.replace(REFERENCE, (reference) => decodeHTMLStrict(reference)) : text
}
