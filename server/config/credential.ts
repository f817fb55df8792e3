import { ConfigError } from "./config_error.ts"

/** A key or an id that is sent in a header. What it is, is not repeated. */
export function credential(variable: string, value: string | undefined): string | undefined {
  if (value === undefined || /^[\x21-\x7e]+$/.test(value)) {
    return value
  } else {
    throw new ConfigError(
      `${variable} holds ${wrongIn(value)}, which can't be sent: copy it again, in one piece.`,
    )
  }
}

function wrongIn(value: string) {
  if (/[\r\n\v\f\u0085\u2028\u2029]/.test(value)) {
    return "a line break"
  } else if (/\s/.test(value)) {
    return "a space"
  } else {
    return /[\p{Cc}\p{Cf}]/u.test(value) ? "a character that can't be seen" : "a character that no key has"
  }
}
