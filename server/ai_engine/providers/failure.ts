import type { LastEvent, Usage } from "./provider.ts"

/** `status` of the HTTP answer, and the milliseconds that it asks to wait. */
type Details = { status?: number | undefined; pause?: number | undefined; usage?: Usage | null }

const SAYS_WHAT_TO_DO = /\b(try again|choose another|begin a new|whoever runs this site)\b/i
const DECLINED = ["invalid_prompt", "content_filter", "bio_policy", "misalignment_policy_violation"]

/** A run that failed: what happened, and what to do where `message` does not say so. */
export function failure(
  code: string,
  message: string,
  { usage = null, ...refusal }: Details = {},
): LastEvent {
  const sentence = SAYS_WHAT_TO_DO.test(message) ? message : `${closed(message)} ${adviceFor(code, refusal)}`
  return { type: "failed", code, message: sentence, usage }
}

/** For a run that failed after it was begun. Servers may leave out why. */
export function failureOf(error: { code?: string | null; message?: string } | null, usage: Usage | null) {
  const message = error?.message?.trim() || "The model's server could not finish the answer."
  return failure(String(error?.code ?? "server_error"), message, { usage })
}

function adviceFor(code: string, { status, pause = 0 }: Details) {
  if (DECLINED.includes(code)) {
    return "Say it in other words, or begin a new thread."
  } else if (code === "context_length_exceeded") {
    return "Begin a new thread, or choose another model."
  } else if (status === 403) {
    return "Whoever runs this site has to check what our account may use."
  } else if (status && status < 500 && status !== 429) {
    return "Choose another model, or tell whoever runs this site."
  } else {
    return `Try again ${inTime(pause)}.`
  }
}

function inTime(milliseconds: number) {
  const seconds = Math.ceil(milliseconds / 1000)

  if (seconds < 10) {
    return "in a moment"
  } else {
    return seconds < 100 ? `in ${seconds} seconds` : `in ${Math.ceil(seconds / 60)} minutes`
  }
}

function closed(message: string) {
  return /[.!?…"”)]$/.test(message) ? message : `${message}.`
}
