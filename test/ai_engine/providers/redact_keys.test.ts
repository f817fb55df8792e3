import assert from "node:assert/strict"
import { test } from "node:test"
import { redactKeys } from "../../../server/ai_engine/providers/redact_keys.ts"

for (const [text, redacted] of [
  ["Wrong key: a-key-of-ours.", "Wrong key: [key]."],
  ["Incorrect API key provided: sk-abc***xyz. Mind it.", "Incorrect API key provided: [key] Mind it."],
  ["Not sk-proj-Ab1_Cd2-Ef3, please", "Not [key], please"],
  ["authorization: Bearer eyJhbGciOi.J9", "authorization: [key]"],
  ["Unknown key gsk********wxyz", "Unknown key [key]"],
  ["Neither sk-aaaa1111 nor sk-bbbb2222, nor a-key-of-ours.", "Neither [key] nor [key], nor [key]."],
  ["Bearer abcdefgh1 and Bearer ijklmnop2", "[key] and [key]"],
  ["Basic dXNlcjpwYXNzd29yZA==", "[key]"],
  ["GET https://a.example/v1?api_key=zzzz9999&model=m", "GET https://a.example/v1?api_key=[key]&model=m"],
  ["GET /v1?model=m&key=zzzz9999", "GET /v1?model=m&key=[key]"],
  ["via http://us:pass@proxy:3128/", "via http://[key]@proxy:3128/"],
  ['{"x-api-key":"zzzz9999","a":1}', '{"x-api-key":"[key]","a":1}'],
  ["token: abcd1234efgh", "token: [key]"],
  ["gsk_abcdefgh1234 hf_abcdefgh1234 AIzaabcdefgh1234", "[key] [key] [key]"],
  ["A%20 a%2Dkey or YS1rZXktb2Ytb3Vycw==", "A%20 a%2Dkey or [key]"],
  ["a-key-of-ours, and once more a-key-of-ours", "[key], and once more [key]"],
  ["eyJhbGciOiJI.J9 and eyJhbGciOiJI.J0", "[key] and [key]"],
  ["gsk****wxyz and gsk****abcd", "[key] and [key]"],
  ["key=zzzz9999 and key=yyyy8888", "key=[key] and key=[key]"],
  ["http://us:pass@proxy/ and http://me:word@proxy/", "http://[key]@proxy/ and http://[key]@proxy/"],
] as const) {
  test(`"${text}" is shown without its key`, () => {
    assert.equal(redactKeys(text, "a-key-of-ours"), redacted)
  })
}

for (const [text, ...secrets] of [
  ["Wrong: our/key and our%2Fkey", "our/key"],
  [String.raw`{"echo":"our\"key"}`, 'our"key'],
  ["Wrong: our-key-for-all and our-key", "our-key", "our-key-for-all"],
  ["Wrong: X-Token our-key", "X-Token our-key"],
] as const) {
  test(`of ${secrets.join(" and ")} nothing is left in "${text}"`, () => {
    assert.doesNotMatch(redactKeys(text, ...secrets), /our|for-all/)
  })
}

test("what only sounds like a key is left as it is", () => {
  const text =
    "The bearer authentication of task-forces is risk-averse, **not** sk-1. max_tokens: 16000; key: value; the token: is unexpected."
  assert.equal(redactKeys(text, undefined), text)
})
