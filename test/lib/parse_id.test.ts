import assert from "node:assert/strict"
import { test } from "node:test"
import { parseId } from "../../server/lib/parse_id.ts"

test("an id is a whole number from 1, written in one way, that a column can hold", () => {
  for (const id of ["1", "10", "2147483647", 7]) assert.equal(parseId(id), Number(id))
})

test("what only looks like an id is none", () => {
  for (const id of [
    ...[
      "",
      "0",
      "01",
      "-1",
      "+1",
      " 1",
      "1 ",
      "1\n",
      "1\0",
      "1.0",
      "1e0",
      "0x1",
      "1_0",
      "٣",
      "１",
      "1n",
      "NaN",
    ],
    ...["2147483648", "9007199254740993", "9".repeat(400), "Infinity"],
    ...[
      0,
      -1,
      1.5,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      2 ** 31,
      ["1"],
      { id: 1 },
      null,
      undefined,
      true,
      1n,
    ],
  ]) {
    assert.equal(parseId(id), undefined, String(id))
  }
})
