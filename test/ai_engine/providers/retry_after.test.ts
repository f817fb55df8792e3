import assert from "node:assert/strict"
import { test } from "node:test"
import { retryAfter } from "../../../server/ai_engine/providers/retry_after.ts"

const NOW = "Wed, 25 Nov 2026 03:00:00 GMT"

for (const [headers, milliseconds] of [
  [{ "retry-after": "2" }, 2_000],
  [{ "retry-after": " 1.5 " }, 1_500],
  [{ "retry-after": "0" }, 0],
  [{ "retry-after-ms": "250" }, 250],
  [{ "retry-after-ms": "250", "retry-after": "9" }, 250],
  [{ "retry-after-ms": "-1", "retry-after": "9" }, 9_000],
  [{ "retry-after": "Wed, 25 Nov 2026 03:01:00 GMT", date: NOW }, 60_000],
  [{ "retry-after": "Wednesday, 25-Nov-26 03:01:00 GMT", date: NOW }, 60_000],
  [{ "retry-after": "2026-11-25T03:01:00Z", date: NOW }, 60_000],
  [{ "retry-after": "Wed, 25 Nov 2026 02:59:00 GMT", date: NOW }, undefined],
  ...["soon", "-5", "", "NaN", "Infinity", "1e3", "0x10", "5 minutes", "2, 3", "null", "Wed", "5s"].map(
    (value) => [{ "retry-after": value }, undefined] as const,
  ),
] as const) {
  test(`${JSON.stringify(headers)} is ${milliseconds === undefined ? "no time to wait" : `${milliseconds} ms`}`, () => {
    assert.equal(retryAfter(new Headers(headers as Record<string, string>)), milliseconds)
  })
}
