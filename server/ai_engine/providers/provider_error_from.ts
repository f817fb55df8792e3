import { APIConnectionError, APIConnectionTimeoutError, APIError } from "openai"
import { ProviderError } from "./provider.ts"

const NEVER_CONNECTED = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT"]
const USED_UP = [
  "insufficient_quota",
  "credit_balance_exhausted",
  "billing_hard_limit_reached",
  "organization_spend_limit_exceeded",
  "project_spend_limit_exceeded",
  "organization_usage_limit_exceeded",
]

/** What the OpenAI client threw, as a code and a sentence for people. Not as a cause: the key may be in there. */
export function providerErrorFrom(error: unknown): ProviderError {
  if (error instanceof APIConnectionError) {
    return new ProviderError(connectionCode(error), connectionSentence(error))
  } else if (error instanceof APIError) {
    return new ProviderError(codeOf(error), sentence(error))
  } else {
    return new ProviderError(
      "unreadable_answer",
      "The model's server sent something unreadable. Try again in a moment.",
    )
  }
}

/** The provider's account has nothing left: trying again does not help. */
export function isUsedUp(error: APIError) {
  return USED_UP.includes(String(error.code)) || USED_UP.includes(String(error.type))
}

export function neverConnected(error: APIConnectionError): boolean {
  return causes(error).some((cause) =>
    NEVER_CONNECTED.includes(String((cause as NodeJS.ErrnoException).code)),
  )
}

function connectionCode(error: APIConnectionError) {
  return error instanceof APIConnectionTimeoutError ? "timeout" : "connection_failed"
}

function connectionSentence(error: APIConnectionError) {
  if (neverConnected(error)) {
    return "The model's server can't be reached. Try again in a moment; if it stays so, its address may be wrong."
  } else if (error instanceof APIConnectionTimeoutError) {
    return "The model's server did not answer in time. Try again in a moment."
  } else {
    return "The connection to the model's server was lost before it answered. Try again in a moment."
  }
}

function codeOf(error: APIError) {
  return String(error.code ?? error.type ?? (error.status ? `http_${error.status}` : "stream_error"))
}

function sentence(error: APIError) {
  if (error.status === 401) {
    return "The model's server does not accept our API key. Whoever runs this site has to check it."
  } else if (isUsedUp(error)) {
    return "Our account with the model's provider is used up. Whoever runs this site has to refill it or raise its limit."
  } else if (error.code === "model_not_found") {
    return "The provider does not know this model, or does not let us use it. Choose another one."
  } else {
    return ownMessage(error) ?? sentenceForStatus(error.status)
  }
}

/** Servers answer with `{ error: { message } }` or with `{ error: "…" }`; anything else is a page from something between. */
function ownMessage({ error }: APIError): string | undefined {
  const message = typeof error === "string" ? error : (error as { message?: unknown } | undefined)?.message
  return typeof message === "string" && message.trim() ? message.trim() : undefined
}

function sentenceForStatus(status: number | undefined) {
  if (status === 429) {
    return "The model's server gets too many requests just now."
  } else if (status === 404) {
    return "The model's server does not know this request (404). Whoever runs this site has to check its address and AI_ENGINE_API."
  } else if (status && status < 400) {
    return `The model's server has moved (${status}). Whoever runs this site has to check its address.`
  } else if (status && status < 500) {
    return `The model's server refused the request (${status}).`
  } else {
    return `The model's server has trouble${status ? ` (${status})` : ""}. Try again in a moment.`
  }
}

function causes(error: unknown): Error[] {
  return error instanceof Error ? [error, ...causes(error.cause)] : []
}
