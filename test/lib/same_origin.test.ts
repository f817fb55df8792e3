import assert from "node:assert/strict"
import { test } from "node:test"
import { Client } from "../support/client.ts"
import { openApp } from "../support/open_app.ts"
import { until } from "../support/until.ts"

const { app, url, database, admin: reader } = await openApp()

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

test("a refusal that a proxy's setting may be the cause of tells both values, in the page and in the log", async () => {
  const origin = "http://stories.example:8080"
  const { status, text } = await openThreadFrom({ Origin: origin })
  const asked = new URL(url).host

  assert.equal(status, 403)
  assert.ok(
    text.includes(`your browser says ${origin}, but the app was asked for ${asked} (see docs/proxies.md)`),
    text,
  )
  await until(() => app.log.includes(origin))
  const line = app.log.split("\n").find((line) => line.includes(origin)) ?? ""
  assert.match(line, /WARN.*POST.*assistant_threads/i)
  assert.ok(line.includes(asked), line)
})

test("what was forwarded by a trusted proxy is compared, not what it made of it", async () => {
  const forwarded = { "X-Forwarded-Host": "stories.example", "X-Forwarded-Proto": "https" }
  assert.equal((await openThreadFrom({ Origin: "https://stories.example:443", ...forwarded })).status, 303)
  assert.equal((await openThreadFrom({ Origin: url, ...forwarded })).status, 403)
})

test("an Origin full of markup is shown as it is", async () => {
  const { text } = await openThreadFrom({ Origin: "http://<script>alert(1)</script>" })
  assert.ok(text.includes("&lt;script&gt;alert(1)"))
  assert.ok(!text.includes("<script>alert"))
})

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
