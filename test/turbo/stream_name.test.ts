import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { test } from "node:test"
import { signStreamName, verifyStreamName } from "../../server/turbo/stream_name.ts"

test("a signed name tells its name and its user, and needs no escaping in a URL", () => {
  const signed = signStreamName("assistant_thread_1:Grüße/…", 7)

  assert.deepEqual(verifyStreamName(signed), { name: "assistant_thread_1:Grüße/…", userId: 7 })
  assert.equal(encodeURIComponent(signed), signed)
})

test("a name that anything was changed in is no name", () => {
  const signed = signStreamName("assistant_thread_1", 7)

  for (let index = 0; index < signed.length; index++) {
    const changed = signed.slice(0, index) + (signed[index] === "A" ? "B" : "A") + signed.slice(index + 1)
    assert.equal(verifyStreamName(changed), undefined, changed)
  }
})

test("the signature of one name does not serve another", () => {
  const [mine = "", theirs = ""] = [signStreamName("mine", 1), signStreamName("theirs", 1)]

  assert.equal(verifyStreamName(`${theirs.split(".")[0]}.${mine.split(".")[1]}`), undefined)
})

test("who knows another secret can't sign", () => {
  const file = new URL("../../server/turbo/stream_name.ts", import.meta.url)
  const sign = `import { signStreamName } from "${file}"; console.log(signStreamName("a", 1))`
  const [mine, theirs] = [process.env.SECRET_KEY_BASE, "another secret ".repeat(9)].map((secret) => {
    const env = { ...process.env, ...(secret === undefined ? {} : { SECRET_KEY_BASE: secret }) }
    return execFileSync(process.execPath, ["--input-type=module", "-e", sign], {
      env,
      encoding: "utf8",
    }).trim()
  })

  assert.equal(verifyStreamName(mine ?? "")?.name, "a")
  assert.equal(verifyStreamName(theirs ?? ""), undefined)
})

test("what was never signed is no name", () => {
  const signed = signStreamName("assistant_thread_1", 7)

  for (const text of [
    "",
    ".",
    "..",
    "assistant_thread_1",
    `${signed}=`,
    `${signed}.`,
    ` ${signed}`,
    "e30.e30",
    "💬.💬",
  ]) {
    assert.equal(verifyStreamName(text), undefined, text)
  }
})

test("a name serves for a day, and ends when it expires", (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() })
  const day = 24 * 60 * 60 * 1000
  const [aDay, aMoment] = [signStreamName("a", 1), signStreamName("a", 1, { expiresAt: Date.now() + 1 })]
  for (const signed of [aDay, aMoment]) assert.deepEqual(verifyStreamName(signed), { name: "a", userId: 1 })

  t.mock.timers.tick(1)
  assert.equal(verifyStreamName(aMoment), undefined)
  t.mock.timers.tick(day - 2)
  assert.deepEqual(verifyStreamName(aDay), { name: "a", userId: 1 })
  t.mock.timers.tick(1)
  assert.equal(verifyStreamName(aDay), undefined)
})
