import assert from "node:assert/strict"
import { createHash } from "node:crypto"
import { test } from "node:test"
import { textContent } from "domutils"
import { elements } from "./support/html.ts"
import { openApp } from "./support/open_app.ts"
import { createStoryteller, openThread } from "./support/story_forms.ts"

const { admin: reader } = await openApp()

test("scripts come from us alone, and of inline ones only the import map", async () => {
  const storyteller = await createStoryteller(reader)
  const pages = [
    "/",
    storyteller,
    `${storyteller}/edit`,
    await openThread(reader),
    "/nowhere",
    "/session/new",
  ]

  for (const path of pages) {
    const { headers, text } = await reader.get(path)
    const inline = elements(text, "script").filter(({ attribs }) => !attribs.src)
    const hashes = inline.map((script) => createHash("sha256").update(textContent(script)).digest("base64"))

    assert.equal(
      directives(headers)["script-src"],
      `'self' ${hashes.map((hash) => `'sha256-${hash}'`).join(" ")}`,
    )
    assert.equal(inline.length, 1, path)
  }
})

test("nothing else comes from elsewhere, and nobody may frame us", async () => {
  assert.partialDeepStrictEqual(directives((await reader.get("/")).headers), {
    "default-src": "'none'",
    "connect-src": "'self'",
    "img-src": "'self' data:",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
  })
})

test("styles need the page's nonce, which is another one each time", async () => {
  const nonces = new Set<string>()

  for (const { headers, text } of [await reader.get("/"), await reader.get("/")]) {
    const nonce = /name="csp-nonce" content="([^"]+)"/.exec(text)?.[1] ?? ""
    assert.equal(directives(headers)["style-src"], `'self' 'nonce-${nonce}'`)
    assert.equal(elements(text, "style").length, 0)
    nonces.add(nonce)
  }
  assert.equal(nonces.size, 2)
})

test("assets and refusals carry them too", async () => {
  for (const path of [
    "/vendor/turbo.js",
    "/javascript/application.js",
    "/stylesheets/application.css",
    "/nowhere",
  ]) {
    const { headers } = await reader.get(path)

    assert.ok(directives(headers)["script-src"], path)
    assert.equal(headers.get("x-content-type-options"), "nosniff")
    assert.equal(headers.get("x-powered-by"), null)
  }
})

test("over https, browsers are told to stay there", async () => {
  const secure = await reader.get("/", { "X-Forwarded-Proto": "https" })

  assert.match(secure.headers.get("strict-transport-security") ?? "", /max-age=\d{7}/)
  assert.equal((await reader.get("/")).headers.get("strict-transport-security"), null)
})

function directives(headers: Headers): Record<string, string> {
  const policy = headers.get("content-security-policy") ?? ""
  return Object.fromEntries(policy.split(";").map((directive) => directive.split(/ (.*)/)))
}
