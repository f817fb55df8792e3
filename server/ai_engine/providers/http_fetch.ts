import { once } from "node:events"
import * as http from "node:http"
import * as https from "node:https"

const CONNECT_TIMEOUT = 10_000
const WITHOUT_BODY = [204, 205, 304]

/** What `httpFetch` resolves to. Whoever reads a long stream reads `incoming`, and leaves `body` alone. */
export class HttpResponse extends Response {
  readonly incoming: http.IncomingMessage

  constructor(incoming: http.IncomingMessage) {
    const { statusCode: status = 0, statusMessage: statusText = "", headers } = incoming
    // Reads nothing before it is read itself.
    const body = WITHOUT_BODY.includes(status) ? null : ReadableStream.from(incoming)
    super(body, { status, statusText, headers: headers as Record<string, string> })
    this.incoming = incoming
  }
}

/**
 * `fetch` over node:http, as far as the OpenAI client needs it: a chunk of a body costs a fraction of what it costs
 * through undici and web streams. Redirects are not followed.
 */
export async function httpFetch(
  url: string | URL | Request,
  { method = "GET", headers, body, signal }: RequestInit = {},
): Promise<HttpResponse> {
  const { protocol, href } = new URL(String(url))
  const { request } = protocol === "https:" ? https : http
  const outgoing = request(href, {
    method,
    headers: Object.fromEntries(new Headers(headers)),
    timeout: CONNECT_TIMEOUT,
    ...(signal && { signal }),
  })

  // What happens after the answer has begun, the answer says, too.
  outgoing.on("error", () => {})
  outgoing.on("timeout", () => {
    if (outgoing.socket?.connecting) outgoing.destroy(connectTimeout())
  })
  outgoing.end(body)
  const [incoming] = await once(outgoing, "response")
  return new HttpResponse(incoming)
}

function connectTimeout() {
  return Object.assign(new Error("connect ETIMEDOUT"), { code: "ETIMEDOUT" })
}
