import type { HttpFailure } from "./http/http_failure.ts"
import { oneSentence } from "./one_sentence.ts"
import { ProviderError } from "./provider.ts"

type Sentence = [code: string, sentence: string]

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/
const ENCRYPTION = /EPROTO|_SSL_|_TLS_/
const SOON = "Try again in a moment."

/** A request without an answer, or without the end of one, as a sentence for people. */
export function connectionError(failure: HttpFailure): ProviderError {
  const [code, sentence] = sentenceFor(failure)
  const variable = failure.code === "no_answer" ? "; AI_ENGINE_IDLE_TIMEOUT" : ""
  const waited = failure.waited ? ` (after ${inSeconds(failure.waited)}${variable})` : ""

  return new ProviderError(code, sentence, {
    sent: failure.sent,
    providerCode: failure.code,
    cause: oneSentence(failure.message) + waited,
  })
}

export function silenceSentence(milliseconds: number) {
  return `The model's server has not begun to answer within ${inSeconds(milliseconds)}. ${SOON}`
}

function sentenceFor({ code, sent, waited, message }: HttpFailure): Sentence {
  if (CERTIFICATE.test(code)) {
    return [
      "certificate_refused",
      `The model's server shows a certificate that is not trusted here: ${certificateWords(message)}. Whoever runs this site has to check it; NODE_EXTRA_CA_CERTS names authorities of one's own.`,
    ]
  } else if (ENCRYPTION.test(code)) {
    return [
      "connection_failed",
      "The model's server does not speak TLS as we do. Whoever runs this site has to check its address: it may have to begin with http.",
    ]
  } else if (code === "ERR_PROXY_TUNNEL") {
    return [
      "connection_failed",
      "The proxy does not let us through to the model's server. Whoever runs this site has to check HTTPS_PROXY and NO_PROXY.",
    ]
  } else if (code.startsWith("HPE_") || code === "too_long") {
    return [
      "unreadable_answer",
      "The answer of the model's server could not be read. Whoever runs this site has to check its address, OPENAI_BASE_URL.",
    ]
  } else if (!sent) {
    return [
      "connection_failed",
      `The model's server can't be reached. ${SOON.replace(".", ";")} if it stays so, its address may be wrong.`,
    ]
  } else if (code === "no_answer") {
    return ["timeout", silenceSentence(waited ?? 0)]
  } else if (waited) {
    return ["timeout", `The model's server did not finish its answer within ${inSeconds(waited)}. ${SOON}`]
  } else {
    return ["connection_failed", `The connection to the model's server was lost before it answered. ${SOON}`]
  }
}

function certificateWords(message: string) {
  return oneSentence(message.split(/[:;]/)[0] ?? "", 80)
}

function inSeconds(milliseconds: number) {
  const seconds = milliseconds / 1000
  return seconds === 1 ? "a second" : `${seconds} seconds`
}
