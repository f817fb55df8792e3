import assert from "node:assert/strict"
import type { IncomingMessage } from "node:http"
import { test } from "node:test"
import "../support/environment.ts"

process.env.TRUST_PROXY = "loopback"
const { hasOwnOrigin } = await import("../../server/lib/same_origin.ts")

const OWN = [
  ["http://name", "name"],
  ["http://name", "name:80"],
  ["https://name", "name:443"],
  ["https://name", "name"],
  ["http://name:8080", "name:8080"],
  ["https://name:8443", "NAME:8443"],
  ["http://name.example.", "name.example"],
  ["http://name.example", "name.example.:80"],
  ["http://127.0.0.1:3000", "127.0.0.1:3000"],
  ["http://[::1]:3000", "[::1]:3000"],
  ["http://[::1]", "[0:0:0:0:0:0:0:1]:80"],
  ["https://[2001:db8::1]", "[2001:DB8::1]:443"],
  ["http://xn--bcher-kva.example", "xn--bcher-kva.example"],
] as const

const FOREIGN = [
  ["http://evil.example", "name"],
  ["http://name:8080", "name"],
  ["http://name", "name:8080"],
  ["http://name:81", "name:80"],
  ["https://name", "name:80"],
  ["http://name", "name:443"],
  ["http://name.evil.example", "name"],
  ["http://evil.name", "name"],
  ["http://name..", "name"],
  ["null", "name"],
  ["", "name"],
  ["name", "name"],
  ["//name", "name"],
  ["ftp://name", "name"],
  ["chrome-extension://name", "name"],
  ["http://name@evil.example", "name"],
  ["http://name, http://evil.example", "name"],
  ["http://name/", "name/"],
  ["http://name", "name/path"],
  ["http://name", "user@name"],
  ["http://name", "name#evil"],
  ["http://name", "na me"],
  ["http://name", "name:99999"],
  ["http://name", ""],
  ["http://[::1]", "[::2]"],
  ["http://undefined", ""],
] as const

for (const [origin, host] of OWN) {
  test(`${origin} is the origin of what ${host} was asked for`, () => {
    assert.equal(hasOwnOrigin(asked({ origin, host })), true)
    assert.equal(hasOwnOrigin(asked({ origin, host: "127.0.0.1:3000", "x-forwarded-host": host })), true)
  })
}

for (const [origin, host] of FOREIGN) {
  test(`"${origin}" is not the origin of what "${host}" was asked for`, () => {
    assert.equal(hasOwnOrigin(asked({ origin, host })), false)
    assert.equal(hasOwnOrigin(asked({ origin, host: "inner", "x-forwarded-host": host })), false)
  })
}

test("a Host that is missing is nobody's origin, an Origin that is missing refuses nobody", () => {
  assert.equal(hasOwnOrigin(asked({ origin: "http://name" })), false)
  assert.equal(hasOwnOrigin(asked({ host: "name" })), true)
})

test("the protocol counts where a trusted proxy says it", () => {
  const isOwn = (origin: string, protocol: string, host = "name") =>
    hasOwnOrigin(asked({ origin, host, "x-forwarded-proto": protocol }))

  assert.equal(isOwn("https://name", "https"), true)
  assert.equal(isOwn("https://name", "wss, http"), true)
  assert.equal(isOwn("https://name", "https", "name:443"), true)
  assert.equal(isOwn("https://name", "nonsense"), true)
  assert.equal(isOwn("http://name", "https"), false)
  assert.equal(isOwn("https://name", "http"), false)
  assert.equal(isOwn("http://name:443", "https", "name:443"), false)
})

test("of several forwarded hosts the outermost counts, and Host no longer", () => {
  const isOwn = (forwarded: string) =>
    hasOwnOrigin(asked({ origin: "http://name", host: "inner", "x-forwarded-host": forwarded }))

  assert.equal(isOwn("name, inner"), true)
  assert.equal(isOwn("evil.example, name"), false)
  assert.equal(
    hasOwnOrigin(asked({ origin: "http://inner", host: "inner", "x-forwarded-host": "name" })),
    false,
  )
})

test("who is no trusted proxy can't say what was asked for", () => {
  const forwarded = { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" }

  assert.equal(
    hasOwnOrigin(asked({ origin: "https://evil.example", host: "name", ...forwarded }, "10.0.0.9")),
    false,
  )
  assert.equal(hasOwnOrigin(asked({ origin: "http://name", host: "name", ...forwarded }, "10.0.0.9")), true)
})

function asked(headers: Record<string, string>, remoteAddress = "127.0.0.1") {
  return { headers, socket: { remoteAddress } } as unknown as IncomingMessage
}
