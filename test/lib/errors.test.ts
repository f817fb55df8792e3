import assert from "node:assert/strict"
import { test } from "node:test"
import { isUniqueViolation } from "../../server/lib/database_fault.ts"
import { Errors } from "../../server/lib/errors.ts"

test("keeps sentences by their field, in the order they came", () => {
  const errors = new Errors()
  assert.equal(errors.any, false)

  errors.add("name", "Too short.")
  errors.add("base", "Not today.")
  errors.add("name", "Too dull.")

  assert.equal(errors.any, true)
  assert.deepEqual(errors.fields, ["name", "base"])
  assert.deepEqual(errors.on("name"), ["Too short.", "Too dull."])
  assert.deepEqual(errors.on("model"), [])
  assert.deepEqual(errors.sentences, ["Too short.", "Too dull.", "Not today."])
})

test("takes over another record's, and forgets", () => {
  const [errors, others] = [new Errors(), new Errors()]
  others.add("content", "Write something first.")

  errors.addAll(others)
  assert.deepEqual(errors.on("content"), ["Write something first."])
  errors.clear()
  assert.equal(errors.any, false)
})

test("knows a second of what there may be one of", () => {
  assert.equal(isUniqueViolation({ code: "SQLITE_CONSTRAINT_UNIQUE" }), true)
  assert.equal(isUniqueViolation({ code: "23505" }), true)
  assert.equal(isUniqueViolation({ code: "SQLITE_CONSTRAINT_FOREIGNKEY" }), false)
  assert.equal(isUniqueViolation(undefined), false)
})
