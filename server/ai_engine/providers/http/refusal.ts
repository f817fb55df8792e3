import { jsonOf, type SaidError, saidError } from "./said_error.ts"

/** A request that the server answered with an error. */
export type Refusal = SaidError & {
  status: number
  /** As it came, or as much of it as was read. */
  text: string
  /** The words of what is no JSON: a page, or plain text. For the log, as anything between may have written it. */
  page: string | undefined
}

export type Asked = { method: string; url: URL; model: string | undefined }

/** Where an answer, or what it takes, begins. Below them the server tells what it does not know by its id. */
const BEGINNINGS = ["/responses", "/chat/completions", "/assistants", "/threads"]
const SPEAKS_OF_MODELS = /\bmodels?\b/i
const SPEAKS_OF_ADDRESSES =
  /^\W*(error\W*)?(404\W*)?((page|file|resource|route|url|path|endpoint) )?not found\W*$|\b(url|route|endpoint|path|page)\b|\b(POST|method)\b/i
const KNOWS_NO_SUCH =
  /\b(unknown|invalid|unsupported|unrecognized|no such|not a valid)( request)? (url|path|endpoint|route|api|operation)\b|\bresponses (api|endpoint)\b/i

export function refusalOf(status: number, text: string): Refusal {
  const json = jsonOf(text) ?? beginningOf(text)
  const said = saidError(json)
  // Some repeat the status as a code.
  const code = said.code === String(status) ? undefined : said.code
  return { ...said, code, status, text, page: json === undefined ? wordsOf(text) : undefined }
}

/** Of JSON that broke off, or is too long to be read: the sentence, as far as it came. */
function beginningOf(text: string) {
  const [, words] = /^\s*[{[].*?"(?:message|detail|error|msg)"\s*:\s*"((?:[^"\\]|\\.)+)/s.exec(text) ?? []
  return words && { message: jsonOf(`"${words}"`) }
}

/** What of the API the server lacks as a whole, as opposed to a model, or to a thing of its own. */
export function lackingPath({ method, url, model }: Asked, refusal: Refusal): string | undefined {
  const path = BEGINNINGS.find((beginning) => url.pathname.endsWith(beginning))
  const { status, code, message, page } = refusal
  const words = message ?? page ?? ""
  const isOfModel =
    code === "model_not_found" || (model && words.includes(model)) || SPEAKS_OF_MODELS.test(message ?? "")

  if (!path || method !== "POST" || (isOfModel && status !== 400)) {
    return undefined
  } else if (status === 404) {
    const isOfAddress = message === undefined || SPEAKS_OF_ADDRESSES.test(message)
    return isOfAddress || names(url, path, refusal.text) ? path : undefined
  } else if (status === 400) {
    return KNOWS_NO_SUCH.test(words) || names(url, path, words) ? path : undefined
  } else {
    return status === 405 || status === 501 ? path : undefined
  }
}

/** What the OpenAI client is given to read: one form for all. */
export function refusalBody(
  { message, code, type, param, page }: Refusal,
  lacking: string | undefined,
): string {
  return JSON.stringify({
    error: {
      message: message ?? null,
      code: lacking ? "api_not_found" : (code ?? null),
      type: type ?? null,
      param: param ?? null,
      page,
      lacking,
    },
  })
}

/** As an address of this server: links to somebody's documentation end like it. */
function names({ host, pathname }: URL, path: string, words: string) {
  const [own, whole, end] = [host, pathname, path].map(RegExp.escape)
  return new RegExp(`(^|[\\s"'\`(:[]|${own})(${whole}|${end})(?![\\w/-])`).test(words)
}

function wordsOf(page: string) {
  const words = page.replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, " ").replace(/<[^>]*>/g, " ")
  return words.replace(/\s+/g, " ").trim().slice(0, 300) || undefined
}
