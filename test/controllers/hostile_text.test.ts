import assert from "node:assert/strict"
import { test } from "node:test"
import { cablePath, followCable } from "../support/cable_client.ts"
import { signedUp } from "../support/client.ts"
import { elements } from "../support/html.ts"
import { openApp } from "../support/open_app.ts"
import { tells } from "../support/scripted_openai.ts"
import { createStoryteller, openThread, send } from "../support/story_forms.ts"
import { StreamPage } from "../support/stream_page.ts"
import { until } from "../support/until.ts"

const HOSTILE = [
  "<script>alert('script')</script>",
  "<img src=x onerror=alert('img')>",
  `"><svg onload=alert('svg')>`,
  "<a href='javascript:alert(1)'>raw link</a> [link](javascript:alert(1)) [other](java&#10;script:alert(1))",
  "![image](https://evil.example/track.gif) <iframe src=//evil.example></iframe>",
  "[data](data:text/html,<script>alert(1)</script>) <javascript:alert(1)> <style>*{display:none}</style>",
  `</div></article></template></turbo-stream><turbo-stream action="remove" target="main"></turbo-stream>`,
  "```html\n</code></pre><script>alert('code')</script>\n```",
  `| a | b |\n| - | - |\n| <b onclick=alert(1)>x</b> | </table> |`,
  `<%= process.exit() %> \${process.exit()} {{constructor.constructor('alert(1)')()}}`,
].join("\n\n")

const FORBIDDEN = ["img", "svg", "iframe", "style", "b"]

const { url, openai } = await openApp()
const reader = await signedUp(url, `<b onclick="alert(1)">Reader</b>`)
await createStoryteller(reader, {
  "storyteller[name]": "<script>alert('name')</script>",
  "storyteller[description]": HOSTILE.slice(0, 1_000),
  "storyteller[instructions]": HOSTILE,
})

test("nothing that a user or a model writes runs, leaves its element or forges a Turbo Stream", async () => {
  const thread = await openThread(reader)
  const page = new StreamPage((await reader.get(thread)).text)
  const { frames, close } = await followCable(reader, cablePath(page.html))
  openai.script(tells(...(HOSTILE.match(/.{1,7}/gs) as string[])))

  const sent = await send(reader, thread, HOSTILE, {}, { turboStream: true })
  assertHarmless(sent.text)
  assert.equal(elements(sent.text, "turbo-stream").length, 4)
  page.apply(sent.text)

  await until(() => frames.at(-1)?.includes('data-status="completed"'))
  close()
  for (const frame of frames) {
    assertHarmless(frame)
    assert.ok(
      elements(frame, "turbo-stream").every(
        ({ attribs }) => attribs.action !== "remove" || /^m\d+-/.test(attribs.target ?? ""),
      ),
    )
    page.apply(frame)
  }

  const { text } = await reader.get(thread)
  for (const html of [text, page.html]) {
    assertHarmless(html)
    assert.equal(elements(html, "article").length, 2)
    assert.equal(elements(html, "turbo-stream").length, 0)
    assert.match(html, /alert\((&apos;|&#39;|')script/)
  }
})

test("nor do names, titles and instructions", async () => {
  const thread = await openThread(reader, { "assistant_thread[title]": HOSTILE.slice(0, 200) })

  for (const path of [
    "/storytellers",
    "/storytellers/1",
    "/storytellers/1/edit",
    "/assistant_threads",
    thread,
    `${thread}/edit`,
    `/session/new?return_to=${encodeURIComponent(HOSTILE)}`,
    `/assistant_threads/new?storyteller_id=${encodeURIComponent(HOSTILE)}`,
    `/${encodeURIComponent(HOSTILE)}`,
  ]) {
    assertHarmless((await reader.get(path)).text)
  }
})

test("nor does a form that comes back", async () => {
  const fields = ["full_name", "email", "password"].map((name) => [`user[${name}]`, HOSTILE])
  assertHarmless((await reader.post("/users", Object.fromEntries(fields))).text)

  const thread = await openThread(reader)
  const refused = {
    "message[model]": HOSTILE,
    "message[storyteller_id]": HOSTILE,
    "message[client_id]": HOSTILE,
  }
  for (const turboStream of [true, false]) {
    assertHarmless((await send(reader, thread, HOSTILE, refused, { turboStream })).text)
  }
})

/** The only scripts of a page are the import map and our own. */
function assertHarmless(html: string) {
  const scripts = elements(html, "script").map(({ attribs }) => attribs.src ?? attribs.type)
  assert.ok(scripts.length === 0 || scripts.join() === "importmap,/javascript/application.js", scripts.join())
  for (const name of FORBIDDEN) assert.equal(elements(html, name).length, 0, name)

  for (const { attribs, name } of elements(html, "*")) {
    for (const [attribute, value] of Object.entries(attribs)) {
      assert.doesNotMatch(attribute, /^on/, `${name} ${attribute}="${value}"`)
      if (["href", "src", "action"].includes(attribute) && name !== "turbo-stream") {
        assert.match(value, /^(\/|#|https?:|mailto:)/, `${name} ${attribute}="${value}"`)
      }
    }
  }
}
