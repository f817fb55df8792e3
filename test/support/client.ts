import assert from "node:assert/strict"

const TURBO_STREAM = "text/vnd.turbo-stream.html, text/html, application/xhtml+xml"

let people = 0

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
    const response = await fetch(new URL(path, this.url), {
      ...options,
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
  }

  /** The path alone where the redirect stays on the site. */
  private location({ headers }: Response) {
    return headers.get("location")?.replace(this.url, "")
  }

  private keep(cookie: string) {
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

/** Somebody who has just signed up. */
export async function signedUp(url: string, fullName = "Scheherazade") {
  const client = new Client(url)
  people += 1
  const email = `${fullName.toLowerCase().replaceAll(" ", ".")}.${people}@example.com`
  const fields = { "user[full_name]": fullName, "user[email]": email, "user[password]": "once upon a time" }
  const { status, text } = await client.post("/users", fields)

  assert.equal(status, 303, text)
  return Object.assign(client, { email, password: "once upon a time" })
}
