import assert from "node:assert/strict"
import { test } from "node:test"
import { Client } from "../support/client.ts"
import { openApp } from "../support/open_app.ts"

const { url, database, admin: reader } = await openApp()

for (const [what, headers] of [
  ["another site's page", { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" }],
  ["a neighbour's page", { "Sec-Fetch-Site": "same-site", Origin: "http://evil.localhost" }],
  ["a page that hides where it is from", { "Sec-Fetch-Site": "cross-site", Origin: "null" }],
  ["another site's page in an older browser", { Origin: "https://evil.example" }],
  ["the same host at another port, in an older browser", { Origin: "http://localhost:1" }],
  ["a sandboxed page in an older browser", { Origin: "null" }],
  ["an Origin that is no address", { Origin: "localhost" }],
] as const) {
  test(`${what} changes nothing`, async () => {
    const { status, text } = await openThreadFrom(headers)

    assert.equal(status, 403)
    assert.match(text, /This request came from another site, so it was not carried out\./)
    assert.deepEqual(await database("ai_engine_assistant_threads"), [])
  })
}

test("reading is allowed from everywhere: a link must lead here", async () => {
  const headers = { "Sec-Fetch-Site": "cross-site" }
  assert.equal((await reader.get("/storytellers", headers)).status, 200)
})

test("our own pages may, and what is no browser", async () => {
  const allowed: Record<string, string>[] = [
    { "Sec-Fetch-Site": "same-origin", Origin: url },
    { "Sec-Fetch-Site": "none" },
    { Origin: url },
    // Behind a proxy that ends TLS.
    { Origin: url.replace("http:", "https:") },
    {},
  ]
  for (const headers of allowed) {
    assert.equal((await openThreadFrom(headers)).status, 303, JSON.stringify(headers))
  }
})

test("signing somebody in from another site is refused too", async () => {
  const { email, password } = reader
  const body = new URLSearchParams({ email, password })
  const headers = { "Sec-Fetch-Site": "cross-site" }

  assert.equal((await new Client(url).request("/session", { method: "POST", headers, body })).status, 403)
})

/** With these headers and none that a browser of ours would add. */
async function openThreadFrom(headers: Record<string, string>) {
  const response = await fetch(`${url}/assistant_threads`, {
    method: "POST",
    redirect: "manual",
    headers: { Cookie: reader.cookie, ...headers },
    body: new URLSearchParams(),
  })
  return { status: response.status, text: await response.text() }
}
