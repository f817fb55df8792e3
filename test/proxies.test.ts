import assert from "node:assert/strict"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, test } from "node:test"
import tls from "node:tls"
import { startApp } from "./support/app_server.ts"
import { cablePath, followCable, refusedCable } from "./support/cable_client.ts"
import { Client, signedUp } from "./support/client.ts"
import { freePort } from "./support/free_port.ts"
import { openApp } from "./support/open_app.ts"
import {
  PASS_UPGRADES,
  plainServer,
  selfSignedCertificate,
  startCaddy,
  startNginx,
} from "./support/proxies.ts"
import { createStoryteller, openThread, send } from "./support/story_forms.ts"
import { until } from "./support/until.ts"

const DOCUMENT = await readFile(join(import.meta.dirname, "../docs/proxies.md"), "utf8")
const NAME = "stories.example.com"

const { app, openai, database } = await openApp()
const appUrl = app.url.replace("localhost", "127.0.0.1")
const ports = await Promise.all(Array.from({ length: 5 }, () => freePort()))
const [documented = 0, caddyPort = 0, byDefault = 0, withoutPort = 0, asAsked = 0] = ports

const directory = await mkdtemp(join(tmpdir(), "storytellers-certificate-"))
after(() => rm(directory, { recursive: true }))
const certificate = await selfSignedCertificate(directory)

const nginx = await startNginx(
  [
    example("nginx", {
      "/etc/ssl/stories.example.com.crt": certificate.certificate,
      "/etc/ssl/stories.example.com.key": certificate.key,
      "listen 443": `listen 127.0.0.1:${documented}`,
      [NAME]: "localhost",
      "http://127.0.0.1:3000": appUrl,
    }),
    plainServer({ port: byDefault, appUrl, settings: PASS_UPGRADES }),
    plainServer({ port: withoutPort, appUrl, settings: `${PASS_UPGRADES} proxy_set_header Host $host;` }),
    plainServer({ port: asAsked, appUrl, settings: `${PASS_UPGRADES} proxy_set_header Host $http_host;` }),
  ].join("\n"),
  [documented, byDefault, withoutPort, asAsked],
)
after(() => nginx.stop())

const caddy = await startCaddy(
  example("caddyfile", { [NAME]: `localhost:${caddyPort}`, "127.0.0.1:3000": appUrl.replace("http://", "") }),
  caddyPort,
)
after(() => caddy.stop())

tls.setDefaultCACertificates([...tls.getCACertificates(), certificate.pem, caddy.certificate])

for (const [proxy, port] of [
  ["nginx", documented],
  ["Caddy", caddyPort],
] as const) {
  test(`through ${proxy}, as documented, somebody signs in, asks, and sees the answer as it comes`, async () => {
    const client = await signedInThrough(`https://localhost:${port}`)
    await createStoryteller(client)
    const thread = await openThread(client)
    const { frames, close } = await followCable(client, cablePath((await client.get(thread)).text))

    openai.script(async (reply) => {
      reply.say("Once upon ")
      openai.hold()
      await reply.turn()
      reply.say("a time.")
      reply.complete()
    })
    await send(client, thread, "Tell me a story")
    await until(() => frames.some((frame) => frame.includes("Once upon")))
    assert.ok(!frames.some((frame) => frame.includes('data-status="completed"')))
    openai.release()
    await until(() => frames.at(-1)?.includes('data-status="completed"'))
    close()
  })

  test(`through ${proxy}, as documented, the cookie is Secure and the longest message arrives`, async () => {
    const client = await signedInThrough(`https://localhost:${port}`)
    const { headers } = await client.post("/session", { email: client.email, password: client.password })
    assert.match(headers.getSetCookie().join(), /session_token=.*; Secure/)

    await createStoryteller(client)
    const thread = await openThread(client)
    const longest = "ж".repeat(200_000)
    const { status } = await send(client, thread, longest)
    assert.equal(status, 303)
    assert.ok(await database("ai_engine_messages").where({ content: longest }).first())
  })

  test(`through ${proxy}, as documented, another site's page is still refused`, async () => {
    const client = await signedInThrough(`https://localhost:${port}`)
    const path = cablePath((await client.get(await openThread(client))).text)
    for (const Origin of ["https://evil.example", `http://localhost:${port}`, "https://localhost"]) {
      assert.equal((await refusedCable(client, path, { Origin })).status, 403, Origin)
      assert.equal((await postedFrom(client, Origin)).status, 403, Origin)
    }
    const forged = { Origin: "https://evil.example", "X-Forwarded-Host": "evil.example" }
    assert.equal((await refusedCable(client, path, forged)).status, 403)
  })
}

test("through an nginx that passes on what the browser asked for, all works without further settings", async () => {
  const client = await signedInThrough(`http://localhost:${asAsked}`)
  const path = cablePath((await client.get(await openThread(client))).text)
  const { close } = await followCable(client, path)
  close()
  assert.equal((await postedFrom(client, client.url)).status, 303)
})

for (const [what, port, requested] of [
  ["its own name for the app", byDefault, new URL(appUrl).host],
  ["the name without the port", withoutPort, "localhost"],
] as const) {
  test(`through an nginx that says ${what}, forms work where the browser vouches for them; the rest is explained`, async () => {
    const client = await signedInThrough(`http://localhost:${port}`)
    const path = cablePath((await client.get(await openThread(client))).text)
    const sentence = `your browser says ${client.url}, but the app was asked for ${requested} (see docs/proxies.md).`

    const socket = await refusedCable(client, path)
    assert.deepEqual([socket.status, socket.text.endsWith(sentence)], [403, true], socket.text)
    const asked = await fetch(`${client.url}${path}&origin=${encodeURIComponent(client.url)}`, {
      headers: { Cookie: client.cookie },
    })
    assert.deepEqual(
      [asked.status, await asked.text()],
      [426, `The server refused the connection: ${sentence}`],
    )
    const form = await postedFrom(client, client.url)
    assert.equal(form.status, 403)
    assert.ok(form.text.includes(sentence), form.text)

    const lines = app.log.split("\n").filter((line) => line.includes(`origin="${client.url}"`))
    assert.ok(
      lines.some((line) => line.includes("/cable") && line.includes(`requested="${requested}"`)),
      app.log,
    )
    assert.ok(lines.some((line) => line.includes("/session") && line.includes(`requested="${requested}"`)))
  })
}

test("a proxy that is not trusted says nothing that counts", async (t) => {
  const wary = await startApp({ env: { DATABASE_URL: app.databaseUrl, TRUST_PROXY: "none" } })
  t.after(() => wary.stop())
  const { email, password } = await signedUp(wary.url)
  const said = {
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-For": "1.2.3.4",
  }
  const post = (Origin: string) =>
    fetch(`${wary.url}/session`, {
      method: "POST",
      redirect: "manual",
      headers: { ...said, Origin },
      body: new URLSearchParams({ email, password }),
    })

  assert.equal((await post("https://evil.example")).status, 403)
  const { status, headers } = await post(wary.url)
  assert.equal(status, 303)
  assert.doesNotMatch(headers.getSetCookie().join(), /; Secure/)
})

test("a connection that a proxy keeps is not closed from under its next request", async () => {
  const { headers } = await fetch(`${app.url}/up`)
  assert.match(headers.get("keep-alive") ?? "", /timeout=130/)
})

/** The document's example in this language, with what only this machine knows in place of what it says. */
function example(language: string, places: Record<string, string>) {
  const [, code = ""] = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "ms").exec(DOCUMENT) ?? []

  return Object.entries(places).reduce((text, [written, meant]) => {
    assert.ok(text.includes(written), `The ${language} example does not say ${written}.`)
    return text.replaceAll(written, meant)
  }, code)
}

/** Somebody new, by the form, at the proxy's address. */
async function signedInThrough(url: string) {
  const { email, password } = await signedUp(app.url)
  const client = new Client(url)
  const { status, text } = await client.post("/session", { email, password })
  assert.equal(status, 303, text)
  return Object.assign(client, { email, password })
}

/** Signs in, as an older browser, or one over plain HTTP, does. */
async function postedFrom(client: Client & { email: string; password: string }, origin: string) {
  const { email, password } = client
  const response = await fetch(`${client.url}/session`, {
    method: "POST",
    redirect: "manual",
    headers: { Origin: origin },
    body: new URLSearchParams({ email, password }),
  })
  return { status: response.status, text: await response.text() }
}
