import assert from "node:assert/strict"
import { createHash } from "node:crypto"
import { test } from "node:test"
import { textContent } from "domutils"
import { elements } from "./support/html.ts"
import { openApp } from "./support/open_app.ts"
import { createStoryteller, openThread, send } from "./support/story_forms.ts"

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

test("what says who may frame us says the same twice, and a page may ask the browser for next to nothing", async () => {
  for (const path of ["/", "/session/new", "/nowhere", "/stylesheets/application.css"]) {
    const { headers } = await reader.get(path)
    const permissions = headers.get("permissions-policy") ?? ""

    assert.equal(headers.get("x-frame-options"), "DENY", path)
    for (const name of ["camera", "microphone", "geolocation", "payment", "usb"]) {
      assert.ok(permissions.split(", ").includes(`${name}=()`), `${path}: ${name}`)
    }
    assert.match(permissions, /clipboard-write=\(self\)/)
  }
})

test("no page is kept for the next who sits there, whatever it answers; what is everybody's may be", async () => {
  const storyteller = await createStoryteller(reader)
  const thread = await openThread(reader)
  const answers = {
    page: await reader.get("/storytellers"),
    thread: await reader.get(thread),
    refused: await send(reader, thread, ""),
    stream: await send(reader, thread, "Tell me a story", {}, { turboStream: true }),
    redirect: await reader.patch(thread, { "assistant_thread[title]": "Nights" }),
    earlier: await reader.get(`${thread}/earlier_messages?before=1`),
    "not found": await reader.get("/storytellers/999"),
    nowhere: await reader.get("/nowhere"),
    "too large": await send(reader, thread, "x".repeat(3 * 1024 * 1024)),
    "not a form": await reader.request("/messages", { method: "POST", body: "{}" }),
    malformed: await reader.get("/storytellers/%E0%A4%A"),
    cable: await reader.get("/cable"),
    deleted: await reader.delete(storyteller),
  }

  assert.equal(answers.earlier.status, 200)
  assert.match(answers.stream.headers.get("content-type") ?? "", /turbo-stream/)
  for (const [name, { headers }] of Object.entries(answers)) {
    assert.equal(headers.get("cache-control"), "private, no-store", name)
  }
  for (const path of ["/vendor/turbo.js", "/stylesheets/application.css", "/favicon.svg"]) {
    assert.equal((await reader.get(path)).headers.get("cache-control"), "no-cache", path)
  }
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
    assert.equal(headers.get("referrer-policy"), "same-origin")
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
