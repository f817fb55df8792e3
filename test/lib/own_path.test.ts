import assert from "node:assert/strict"
import { test } from "node:test"
import { ownPath } from "../../server/lib/own_path.ts"

test("a path of ours is kept with its query", () => {
  assert.equal(ownPath("/storytellers/new?a=b%20c&d"), "/storytellers/new?a=b%20c&d")
  assert.equal(ownPath("/"), "/")
})

test("what leads to another site is no path of ours", () => {
  for (const address of [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/.//evil.example",
    "/storytellers/..//evil.example",
    "/%2e//evil.example",
    "https://evil.example",
    "https:/storytellers",
    "javascript:alert(1)",
    "evil.example",
    "http://here/storytellers",
    "",
    undefined,
  ]) {
    assert.equal(ownPath(address), undefined, address)
  }
})
