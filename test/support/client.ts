import assert from "node:assert/strict"
import { PATIENCE } from "./patience.ts"
import { createPerson } from "./people.ts"

const TURBO_STREAM = "text/vnd.turbo-stream.html, text/html, application/xhtml+xml"

const databases = new Map<string, string>()

type Fields = Record<string, string>

/** Somebody's browser, as far as the server can tell: it keeps cookies, says where it is, and follows no redirect. */
export class Client {
  readonly url: string
  private readonly cookies = new Map<string, string>()

  constructor(url: string) {
    this.url = url
  }

  get cookie() {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ")
  }

  get(path: string, headers: Fields = {}) {
    return this.request(path, { headers: { Accept: "text/html", ...headers } })
  }

  /** As a form would; with `turboStream` as Turbo sends it. */
  post(path: string, fields: Fields = {}, { turboStream = false } = {}) {
    const headers = { Accept: turboStream ? TURBO_STREAM : "text/html" }
    return this.request(path, { method: "POST", headers, body: new URLSearchParams(fields) })
  }

  patch(path: string, fields: Fields = {}) {
    return this.post(path, { ...fields, _method: "patch" })
  }

  delete(path: string) {
    return this.post(path, { _method: "delete" })
  }

  async request(path: string, { headers, ...options }: RequestInit = {}) {
    const signal = AbortSignal.timeout(PATIENCE)

    try {
      const response = await fetch(new URL(path, this.url), {
        ...options,
        signal,
        redirect: "manual",
        headers: {
          Origin: this.url,
          "Sec-Fetch-Site": "same-origin",
          Cookie: this.cookie,
          ...(headers as Fields),
        },
      })
      for (const cookie of response.headers.getSetCookie()) this.keep(cookie)

      const { status } = response
      return {
        status,
        headers: response.headers,
        location: this.location(response),
        text: await response.text(),
      }
    } catch (error) {
      if (!signal.aborted) throw error
      throw new Error(`${options.method ?? "GET"} ${path} was not answered.`)
    }
  }

  /** The path alone where the redirect stays on the site. */
  private location({ headers }: Response) {
    return headers.get("location")?.replace(this.url, "")
  }

  keep(cookie: string) {
    const [pair = ""] = cookie.split(";")
    const name = pair.slice(0, pair.indexOf("="))
    const expired = /max-age=0|expires=thu, 01 jan 1970/i.test(cookie)

    if (expired) {
      this.cookies.delete(name)
    } else {
      this.cookies.set(name, pair.slice(name.length + 1))
    }
  }
}

/** Somebody who has an account with the app at this address, and is signed in. */
export async function signedUp(url: string, fullName = "Scheherazade") {
  const { email, password, cookie } = await createPerson(databaseOf(url), fullName)
  const client = new Client(url)
  client.keep(`${cookie.name}=${cookie.value}`)
  return Object.assign(client, { email, password })
}

/** Says where the app at this address keeps its people. */
export function registerDatabase(url: string, databaseUrl: string) {
  databases.set(url, databaseUrl)
}

function databaseOf(url: string) {
  const databaseUrl = databases.get(url)
  assert.ok(databaseUrl, `No app of this test listens at ${url}.`)
  return databaseUrl
}
