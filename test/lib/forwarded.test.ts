import assert from "node:assert/strict"
import { once } from "node:events"
import type { IncomingMessage } from "node:http"
import { after, test } from "node:test"
import express, { type Request } from "express"
import "../support/environment.ts"

process.env.TRUST_PROXY = "127.0.0.1, 10.0.0.0/8, fd00::/8, 2001:db8::7"
const { clientAddress, clientProtocol, readForwardedHeaders, requestedHost } = await import(
  "../../server/lib/forwarded.ts"
)

const PROXY = "127.0.0.1"
const STRANGERS = [
  "192.168.1.9",
  "172.17.0.1",
  "127.0.0.2",
  "169.254.1.1",
  "::1",
  "fe80::1%eth0",
  "203.0.113.5",
]

const app = express()
readForwardedHeaders(app)
app.get("/", (request: Request, response) => {
  const { ip, protocol, secure } = request
  response.json({ ip, protocol, secure })
})
const server = app.listen(0, PROXY)
await once(server, "listening")
after(() => server.close())

test("who is no trusted proxy has the address it has, whatever it says", () => {
  for (const peer of STRANGERS) {
    const headers = {
      "x-forwarded-for": "198.51.100.1, 10.1.1.1",
      "x-forwarded-proto": "https",
      "x-forwarded-host": "evil.example",
      host: "here.example",
    }
    const request = from(peer, headers)

    assert.equal(clientAddress(request), peer.split("%")[0])
    assert.equal(clientProtocol(request), "http")
    assert.equal(requestedHost(request), "here.example")
  }
})

for (const [chain, address] of [
  ["198.51.100.1", "198.51.100.1"],
  ["1.1.1.1, 2.2.2.2, 198.51.100.1", "198.51.100.1"],
  ["1.1.1.1,198.51.100.1,10.0.0.3 ,10.255.0.1", "198.51.100.1"],
  ["10.0.0.1, 192.168.1.9", "192.168.1.9"],
  ["10.0.0.1, 10.0.0.2", "10.0.0.1"],
  ["2001:db8::1", "2001:db8::1"],
  ["198.51.100.1, fd00::1, 2001:db8::7", "198.51.100.1"],
  ["198.51.100.1:51000", "198.51.100.1"],
  ["[2001:db8::1]:443, 10.0.0.1:80", "2001:db8::1"],
  ["::ffff:198.51.100.1", "198.51.100.1"],
  ["198.51.100.1, ::ffff:10.0.0.1", "198.51.100.1"],
  ["junk", PROXY],
  ["1.1.1.1, junk", PROXY],
  ["1.1.1.1, unknown, 10.0.0.1", "10.0.0.1"],
  ["1.1.1.1,", PROXY],
  ["198.51.100.1, 300.1.1.1", PROXY],
  [",,,", PROXY],
  ["", PROXY],
  ["10.0.0.1/8", PROXY],
] as const) {
  test(`behind a trusted proxy that says "${chain}" the client is ${address}`, () => {
    assert.equal(clientAddress(from(PROXY, { "x-forwarded-for": chain })), address)
    assert.equal(clientAddress(from(`::ffff:${PROXY}`, { "x-forwarded-for": chain })), address)
  })
}

test("the protocol and the host are those that the outermost trusted proxy was asked for", () => {
  for (const [said, protocol] of Object.entries({
    https: "https",
    "https, http": "https",
    HTTPS: "https",
    wss: "https",
    ws: "http",
    http: "http",
    ftp: "http",
    "": "http",
    constructor: "http",
  })) {
    assert.equal(clientProtocol(from(PROXY, { "x-forwarded-proto": said })), protocol, said)
  }
  const host = (said: string) => requestedHost(from(PROXY, { host: "inner", "x-forwarded-host": said }))
  assert.deepEqual(["a.example", "a.example:8443, b.example", "", ", b.example"].map(host), [
    "a.example",
    "a.example:8443",
    "inner",
    "inner",
  ])
  assert.equal(requestedHost(from(PROXY, {})), "")
})

test("Express says the same", async () => {
  assert.deepEqual(
    await said({ "X-Forwarded-For": "9.9.9.9, 198.51.100.1:80", "X-Forwarded-Proto": "HTTPS" }),
    {
      ip: "198.51.100.1",
      protocol: "https",
      secure: true,
    },
  )
  assert.deepEqual(await said({ "X-Forwarded-For": "\t, ;", "X-Forwarded-Proto": ";" }), {
    ip: PROXY,
    protocol: "http",
    secure: false,
  })
})

async function said(headers: Record<string, string>) {
  const { port } = server.address() as { port: number }
  return (await fetch(`http://${PROXY}:${port}/`, { headers })).json()
}

function from(remoteAddress: string, headers: Record<string, string>) {
  return { headers, socket: { remoteAddress } } as unknown as IncomingMessage
}
