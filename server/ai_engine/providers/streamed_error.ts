import { APIError } from "openai"
import { isObject } from "./text_of.ts"

type ServerError = { message?: string; code?: string; type?: string }

/** An error that a server told with a status of 200: in the middle of a stream, or instead of one. */
export class StreamedError extends APIError {
  /** All that was told beside it: some servers say here what was used. */
  readonly event: unknown

  constructor(error: ServerError, event: unknown, headers?: Headers) {
    super(undefined, error, undefined, headers)
    this.event = event
  }
}

/** The error that is told, whatever its shape; nothing where `event` is no error. */
export function errorIn(event: unknown): ServerError | undefined {
  if (Array.isArray(event)) {
    return event.map(errorIn).find((error) => error !== undefined)
  } else if (isObject(event)) {
    return fromField(event) ?? fromWhole(event)
  }
}

/** Of an event that is named an error, whatever it holds. */
export function errorOf(event: unknown): ServerError {
  return errorIn(event) ?? described(event) ?? {}
}

/** OpenAI and most others: `{ error: { message } }`, `{ error: "…" }`; Cloudflare: `{ errors: […] }`. */
function fromField(event: Record<string, unknown>): ServerError | undefined {
  if (event.error === true) return described(event)

  return described(event.error) ?? described(event.errors)
}

/** FastAPI: `{ detail: [{ msg }] }`; vLLM: `{ object: "error", message }`; gateways: `{ message }` and no more. */
function fromWhole(event: Record<string, unknown>): ServerError | undefined {
  if (event.object === "error" || isErrorType(event.type)) {
    return described(event) ?? {}
  } else if (isObject(event.base_resp) && event.base_resp.status_code) {
    return described({ message: event.base_resp.status_msg, code: event.base_resp.status_code })
  } else {
    const error = isAnswer(event) || isSuccess(event) ? undefined : described(event)
    return error?.message ? error : undefined
  }
}

function isErrorType(type: unknown) {
  return typeof type === "string" && /^error$|[_.]error$|[a-z]Error$/.test(type)
}

function isAnswer(event: Record<string, unknown>) {
  return ["choices", "type", "object", "id", "usage", "event", "response"].some((key) => event[key] != null)
}

function isSuccess({ success, code }: Record<string, unknown>) {
  return success === true || Number(code ?? NaN) === 0
}

function described(error: unknown): ServerError | undefined {
  if (typeof error === "string" && error.trim() !== "") {
    return { message: error.trim() }
  } else if (Array.isArray(error)) {
    return error.map(described).find((inner) => inner !== undefined)
  } else if (isObject(error)) {
    return describedBy(error)
  }
}

function describedBy(error: Record<string, unknown>): ServerError | undefined {
  const words = error.message ?? error.detail ?? error.msg ?? error.error
  const message = typeof words === "string" ? words.trim() : described(words)?.message
  const code = named(error.code) ?? named(error.status)
  const type = named(error.type)
  if (!message && !code && !(type && "message" in error)) return undefined

  return { ...(message && { message }), ...(code && { code }), ...(type && { type }) }
}

function named(code: unknown): string | undefined {
  return (typeof code === "string" && code !== "") || (typeof code === "number" && code !== 0)
    ? String(code)
    : undefined
}
