import type { Announced } from "./announced.ts"
import { Agents, type ProxySettings } from "./http/agents.ts"
import { asked } from "./http/asked.ts"
import { errorText, HttpResponse } from "./http/http_response.ts"
import { LIMITS, type Limits } from "./http/limits.ts"
import { MendedBody } from "./http/mends.ts"
import { lackingPath, refusalBody, refusalOf } from "./http/refusal.ts"

export { HttpResponse }

type Settings = { limits?: Partial<Limits> | undefined; proxies?: ProxySettings | undefined }

/** Of these, some say that they would take the request if it were another one. */
const UNFIT = [400, 422]

/**
 * `fetch` over node:http, as far as the OpenAI client needs it: a chunk of a body costs a fraction of what it costs
 * through undici and web streams. Every wait has an end, redirects are not followed, errors all have one form, and
 * a request is asked again where it surely never arrived, or where the server wants it changed.
 */
export function createHttpFetch({ limits: own = {}, proxies }: Settings = {}) {
  const limits = { ...LIMITS, ...own }
  const agents = new Agents(proxies)

  return async function httpFetch(
    address: string | URL | Request,
    { method = "GET", headers, body, signal, beforeSending }: RequestInit & Announced = {},
  ): Promise<HttpResponse> {
    const url = new URL(String(address))
    const fields = typeof body === "string" && body.startsWith("{") ? JSON.parse(body) : undefined
    const mended = fields && new MendedBody(url, fields)
    const { answer: toAnswer, end: toEnd } = waits(
      limits,
      method,
      fields?.stream || url.searchParams.has("stream"),
    )
    const call = {
      url,
      method,
      headers: Object.fromEntries(new Headers(headers)),
      signal,
      beforeSending,
      limits: { connect: limits.connect, answer: toAnswer },
    }

    for (;;) {
      const answer = await asked({ ...call, body: mended?.text ?? body ?? undefined }, agents)
      const { statusCode: status = 0 } = answer

      if (status >= 200 && status < 300) {
        mended?.remember()
        return HttpResponse.of(answer, toEnd)
      }
      const refusal = refusalOf(status, await errorText(answer, limits.errorBody))
      if (!UNFIT.includes(status) || !mended?.mend(refusal)) {
        const lacking = lackingPath({ method, url, model: fields?.model }, refusal)
        return new HttpResponse(answer, answer, refusalBody(refusal, lacking))
      }
    }
  }
}

export const httpFetch = createHttpFetch()

function waits({ streamStart, call, lookUp }: Limits, method: string, isStream: boolean) {
  const end = method === "GET" ? lookUp : Math.min(call, streamStart)
  return { end, answer: isStream && method !== "GET" ? streamStart : end }
}
