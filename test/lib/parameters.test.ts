import assert from "node:assert/strict"
import { test } from "node:test"
import { permit } from "../../server/lib/parameters.ts"

test("only the named fields come through, and only as text", () => {
  const fields = { name: "Ada", model: ["a"], instructions: { x: "y" }, admin: "1" }
  assert.deepEqual(permit(fields, ["name", "model", "instructions", "description"]), { name: "Ada" })
})

test("an empty text is a text", () => {
  assert.deepEqual(permit({ name: "" }, ["name"]), { name: "" })
})

test("what is no set of fields holds none", () => {
  for (const fields of [undefined, null, "name=Ada", ["name"], 1])
    assert.deepEqual(permit(fields, ["name"]), {})
})
