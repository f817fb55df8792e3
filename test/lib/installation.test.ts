import "../support/database.ts"
import assert from "node:assert/strict"
import { test } from "node:test"
import { database } from "../../db/index.ts"
import {
  installationId,
  loadInstallation,
  redisKey,
  renewInstallation,
} from "../../server/lib/installation.ts"

test("before the database was asked nothing has a name in Redis", () => {
  assert.throws(installationId, /loadInstallation/)
  assert.throws(() => redisKey("queue"), /loadInstallation/)
})

test("an installation is called the same at every boot, and is in the name of every key", async () => {
  await loadInstallation()
  const id = installationId()
  await loadInstallation()

  assert.match(id, /^[0-9a-f]{16}$/)
  assert.equal(installationId(), id)
  assert.equal(redisKey("queue"), `storytellers:${id}:queue`)
})

test("a copy that was renewed is another installation from its next boot on", async () => {
  await loadInstallation()
  const before = installationId()
  const id = await renewInstallation()
  assert.equal(installationId(), before)

  await loadInstallation()
  assert.equal(installationId(), id)
  assert.notEqual(id, before)
  assert.equal((await database("installation")).length, 1)
})

test("a database that has lost its id says how to get one", async () => {
  await database("installation").del()
  await assert.rejects(loadInstallation, /npm run installation:renew/)

  const id = await renewInstallation()
  await loadInstallation()
  assert.equal(installationId(), id)
})
