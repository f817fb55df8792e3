import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http"

export class RecordedRequest {
  readonly method: string
  /** Without the base URL's /v1, and without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: Record<string, unknown>
  /** Resolves when the connection closes before the answer's end: the client hung up, or a scenario cut it. */
  readonly aborted: Promise<void>

  constructor({ method, url, headers }: IncomingMessage, body: string, response: ServerResponse) {
    this.method = method ?? ""
    const { pathname, searchParams } = new URL(url ?? "", "http://localhost")
    this.path = pathname.replace(/^\/v1/, "")
    this.query = searchParams
    this.headers = headers
    this.body = body ? JSON.parse(body) : {}
    this.aborted = new Promise((resolve) => {
      response.on("close", () => response.writableEnded || resolve())
    })
  }

  is(method: string, pattern: string) {
    return this.method === method && this.match(pattern) !== null
  }

  /** What stands in the path where the pattern has a `:name`. */
  match(pattern: string): string[] | null {
    const found = new RegExp(`^${pattern.replace(/:\w+/g, "([^/]+)")}$`).exec(this.path)
    return found?.slice(1) ?? null
  }
}
