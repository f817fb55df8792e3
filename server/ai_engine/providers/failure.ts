import { LONGEST_SENTENCE, oneSentence } from "./one_sentence.ts"
import type { FailureDetails } from "./failure_details.ts"
import type { LastEvent, Usage } from "./provider.ts"

/** `status` of the HTTP answer, and the milliseconds that it asks to wait. */
type Facts = {
  status?: number | undefined
  pause?: number | undefined
  usage?: Usage | null
  sent?: boolean
  details?: FailureDetails
}

const SAYS_WHAT_TO_DO = /\b(try again|choose another|begin a new|whoever runs this site)\b/i
const DECLINED = ["invalid_prompt", "content_filter", "bio_policy", "misalignment_policy_violation"]
const WITHOUT_WORDS = "The model's server could not finish the answer."
const LONGEST_CODE = 100

/** A run that failed: what happened, and what to do where `message` does not say so. */
export function failure(
  code: string,
  message: string,
  { usage = null, sent = true, details, ...refusal }: Facts = {},
): Extract<LastEvent, { type: "failed" }> {
  const own = oneSentence(message)
  const advice = SAYS_WHAT_TO_DO.test(own) ? "" : ` ${adviceFor(code, refusal)}`
  const sentence = oneSentence(message, LONGEST_SENTENCE - advice.length - 1) || WITHOUT_WORDS

  return {
    type: "failed",
    code: code.length > LONGEST_CODE ? "server_error" : oneSentence(code),
    message: advice ? closed(sentence) + advice : sentence,
    usage,
    ...(!sent && { sent }),
    ...(details && { details }),
  }
}

/** For a run that failed after it was begun. Servers may leave out why. */
export function failureOf(error: { code?: string | null; message?: string } | null, usage: Usage | null) {
  const message = typeof error?.message === "string" ? error.message : ""
  return failure(String(error?.code ?? "server_error"), message, { usage })
}

function adviceFor(code: string, { status, pause = 0 }: Facts) {
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
  const minutes = Math.ceil(seconds / 60)
  const hours = Math.round(minutes / 60)

  if (seconds < 10) {
    return "in a moment"
  } else if (seconds < 100) {
    return `in ${seconds} seconds`
  } else if (minutes < 100) {
    return `in ${minutes} minutes`
  } else {
    return hours < 48 ? `in about ${hours} hours` : "another day"
  }
}

function closed(message: string) {
  return /[.!?…"”)。！？]$/.test(message) ? message : `${message}.`
}
