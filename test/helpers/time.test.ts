import assert from "node:assert/strict"
import { test } from "node:test"
import { timeTag } from "../../server/helpers/time.ts"

test("a time reads in UTC and carries the exact instant for the browser", () => {
  const html = timeTag(new Date("2026-11-22T21:04:05.678Z"))

  assert.match(html, /<time datetime="2026-11-22T21:04:05.678Z"/)
  assert.match(html, />22 Nov 2026, 21:04 UTC<\/time>/)
})
