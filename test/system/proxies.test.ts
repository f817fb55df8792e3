import { after, test } from "node:test"
import { launchBrowser } from "../support/chromium.ts"
import { freePort } from "../support/free_port.ts"
import { PASS_UPGRADES, plainServer, startNginx } from "../support/proxies.ts"
import { startSystem } from "./support/system.ts"
import { ThreadPage } from "./support/thread_page.ts"
import { visitorIn } from "./support/visitor.ts"

const system = await startSystem()
const ports = await Promise.all(Array.from({ length: 4 }, () => freePort()))
const [plain = 0, byDefault = 0, withoutPort = 0, asAsked = 0] = ports
const appUrl = system.app.url
const nginx = await startNginx(
  [
    plainServer({ port: plain, appUrl }),
    plainServer({ port: byDefault, appUrl, settings: PASS_UPGRADES }),
    plainServer({ port: withoutPort, appUrl, settings: `${PASS_UPGRADES} proxy_set_header Host $host;` }),
    plainServer({ port: asAsked, appUrl, settings: `${PASS_UPGRADES} proxy_set_header Host $http_host;` }),
  ].join("\n"),
  ports,
)
after(() => nginx.stop())

for (const [what, port, sentence] of [
  [
    "passes no WebSockets",
    plain,
    "The proxy in front of this app doesn't pass WebSockets (see docs/proxies.md).",
  ],
  ["says its own name for the app", byDefault, refusal(byDefault, new URL(appUrl).port, "127.0.0.1:")],
  ["says the name without its port", withoutPort, refusal(withoutPort, "", "localhost")],
] as const) {
  test(`behind an nginx that ${what}, one signs in, and the page says why it is not kept up to date`, async (t) => {
    const { client, path } = await system.author()
    const { page } = await system.visitor(t, undefined, { baseURL: `http://localhost:${port}` })

    await page.goto(`/session/new?return_to=${path}`)
    await page.getByLabel("E-mail address").fill(client.email)
    await page.getByLabel("Password").fill(client.password)
    await page.getByRole("button", { name: "Sign in" }).click()
    await page.getByRole("status").getByText(sentence).waitFor()
  })
}

test("behind an nginx that passes on what the browser asked for, the page is kept up to date", async (t) => {
  const { client, path } = await system.author()
  const { page } = await system.visitor(t, client, { baseURL: `http://localhost:${asAsked}` })
  await page.goto(path)
  const thread = await ThreadPage.connected(page)
  await thread.say("Tell me a story.")
  await thread.ends()
})

test("over plain HTTP a browser does not vouch for its forms: the page says what the proxy has to be set to", async (t) => {
  const browser = await launchBrowser({
    args: ["--disable-gpu", "--host-resolver-rules=MAP stories.test 127.0.0.1"],
  })
  t.after(() => browser.close())
  const { client } = await system.author()
  const { page } = await visitorIn(browser, { baseURL: `http://stories.test:${withoutPort}` })

  await page.goto("/session/new")
  await page.getByLabel("E-mail address").fill(client.email)
  await page.getByLabel("Password").fill(client.password)
  await page.getByRole("button", { name: "Sign in" }).click()
  await page
    .getByText(`your browser says http://stories.test:${withoutPort}, but the app was asked for stories.test`)
    .waitFor()
})

function refusal(port: number, appPort: string, name: string) {
  return `The server refused the connection: your browser says http://localhost:${port}, but the app was asked for ${name}${appPort} (see docs/proxies.md).`
}
