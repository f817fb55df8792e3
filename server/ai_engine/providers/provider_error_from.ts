import { APIError } from "openai"
import { connectionError } from "./connection_error.ts"
import { HttpFailure } from "./http/http_failure.ts"
import { oneSentence } from "./one_sentence.ts"
import type { FailureDetails } from "./failure_details.ts"
import { ProviderError } from "./provider.ts"
import { UnreadableAnswer } from "./unreadable_answer.ts"

const LONGEST_OWN_SENTENCE = 220
const USED_UP = [
  "insufficient_quota",
  "credit_balance_exhausted",
  "billing_hard_limit_reached",
  "organization_spend_limit_exceeded",
  "project_spend_limit_exceeded",
  "organization_usage_limit_exceeded",
]
const REQUEST_IDS = [
  "x-request-id",
  "request-id",
  "apim-request-id",
  "x-ms-request-id",
  "x-amzn-requestid",
  "cf-ray",
]

/** As `http/refusal.ts` has it written: one form for what every server says in its own. */
type Said = { message?: unknown; page?: string; lacking?: string } | undefined

/** What the OpenAI client threw, as a code and a sentence for people. Not as a cause: the key may be in there. */
export function providerErrorFrom(error: unknown): ProviderError {
  const failure = httpFailureIn(error)

  if (failure) {
    return connectionError(failure)
  } else if (error instanceof APIError) {
    return new ProviderError(codeOf(error), sentence(error), detailsOf(error))
  } else {
    return new ProviderError("unreadable_answer", unreadableSentence(error), {
      cause: oneSentence(
        error instanceof UnreadableAnswer ? `${error.message} ${error.beginning}` : String(error),
      ),
    })
  }
}

/** The provider's account has nothing left: trying again does not help. */
export function isUsedUp(error: APIError) {
  return USED_UP.includes(String(error.code)) || USED_UP.includes(String(error.type))
}

export function requestIdIn(headers: Headers | undefined): string | undefined {
  const name = REQUEST_IDS.find((candidate) => headers?.get(candidate))
  return name && headers?.get(name)?.slice(0, 200)
}

/** The OpenAI client wraps it where no answer came, and passes it on where one broke off. */
function httpFailureIn(error: unknown): HttpFailure | undefined {
  const candidates = [error, (error as Error | undefined)?.cause]
  return candidates.find((candidate) => candidate instanceof HttpFailure)
}

function codeOf(error: APIError) {
  return String(error.code ?? error.type ?? (error.status ? `http_${error.status}` : "stream_error"))
}

function detailsOf(error: APIError): FailureDetails {
  const { message, page, lacking } = (error.error as Said) ?? {}
  const requestId = requestIdIn(error.headers)
  const words = oneSentence(String(message ?? page ?? ""), LONGEST_OWN_SENTENCE) || "No reason was given."

  return {
    ...(error.status && { status: error.status }),
    providerCode: String(error.code ?? error.type ?? "none"),
    ...(requestId && { requestId }),
    cause: lacking ? `${words} ${apiSentence(error)}` : words,
  }
}

function sentence(error: APIError) {
  if (error.status === 401) {
    return "The model's server does not accept our API key. Whoever runs this site has to check it."
  } else if (isUsedUp(error)) {
    return "Our account with the model's provider is used up. Whoever runs this site has to refill it or raise its limit."
  } else if (error.code === "model_not_found") {
    return "The provider does not know this model, or does not let us use it. Choose another one."
  } else if (error.code === "api_not_found") {
    return apiSentence(error)
  } else {
    return ownMessage(error) ?? sentenceForStatus(error.status)
  }
}

function apiSentence({ status, error }: APIError) {
  switch ((error as Said)?.lacking) {
    case "/responses":
      return `The model's server has no Responses API at this address (${status}). Whoever runs this site has to set AI_ENGINE_API=chat_completions, or to check OPENAI_BASE_URL.`
    case "/chat/completions":
      return `The model's server has no Chat Completions at this address (${status}). Whoever runs this site has to check OPENAI_BASE_URL: most end in /v1.`
    default:
      return `The model's server has no Assistants API at this address (${status}). Whoever runs this site has to set AI_ENGINE_API=responses or chat_completions, or to check OPENAI_BASE_URL.`
  }
}

/** Where none is given, it is a page from something between. */
function ownMessage({ error }: APIError): string | undefined {
  const message = (error as Said)?.message
  return typeof message === "string" ? oneSentence(message, LONGEST_OWN_SENTENCE) || undefined : undefined
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

function unreadableSentence(error: unknown) {
  if (error instanceof UnreadableAnswer) {
    return "The answer of the model's server could not be read. Whoever runs this site has to check its address, OPENAI_BASE_URL, and AI_ENGINE_API."
  } else {
    return "The model's server sent something unreadable. Try again in a moment."
  }
}
