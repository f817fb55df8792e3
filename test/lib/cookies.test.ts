import assert from "node:assert/strict"
import { IncomingMessage } from "node:http"
import { Socket } from "node:net"
import { test } from "node:test"
import { readCookie } from "../../server/lib/cookies.ts"

test("finds a cookie by its whole name", () => {
  assert.equal(readCookie(requestWith("a=1; session_token=x=y; b=2"), "session_token"), "x=y")
  assert.equal(readCookie(requestWith("my_session_token=x"), "session_token"), undefined)
  assert.equal(readCookie(requestWith("session_token"), "session_token"), undefined)
  assert.equal(readCookie(requestWith(undefined), "session_token"), undefined)
})

function requestWith(cookie: string | undefined) {
  const request = new IncomingMessage(new Socket())
  if (cookie) request.headers.cookie = cookie
  return request
}
