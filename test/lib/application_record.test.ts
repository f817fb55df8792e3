import "../support/database.ts"
import assert from "node:assert/strict"
import { before, test } from "node:test"
import { connection, transaction } from "../../db/index.ts"
import { ApplicationRecord } from "../../server/lib/application_record.ts"
import { RecordNotFound } from "../../server/lib/errors.ts"
import { findRecord, registerRecordTypes } from "../../server/lib/record_types.ts"

class Lamp extends ApplicationRecord {
  static override tableName = "lamps"
  static override recordType = "Lamp"
  static override columns = ["fullName", "owner", "litAt"]
  static calls: string[] = []

  declare fullName: string | null
  declare owner: string
  declare litAt: Date | null

  protected override async validate() {
    await super.validate()
    if (this.fullName === "") this.errors.add("fullName", "Name it.")
  }

  protected override async beforeSave() {
    Lamp.calls.push("beforeSave")
    if (this.fullName === "stolen") this.errors.add("base", "Not that one.")
  }

  protected override async afterSave(created: boolean) {
    Lamp.calls.push(`afterSave ${created}`)
    if (this.fullName === "broken") throw new Error("It broke.")
  }

  protected override async beforeDestroy() {
    if (this.fullName === "magic") this.errors.add("base", "A genie lives here.")
  }
}

before(async () => {
  registerRecordTypes(Lamp)
  await connection().schema.createTable("lamps", (table) => {
    table.increments("id")
    table.string("full_name")
    table.string("owner")
    table.timestamp("lit_at")
    table.timestamp("created_at")
    table.timestamp("updated_at")
  })
})

test("what is created can be found, with dates as dates", async () => {
  const litAt = new Date("2026-11-22T20:15:30.123Z")
  const lamp = await Lamp.create({ fullName: "Brass", owner: "Aladdin", litAt })
  const found = await Lamp.find(String(lamp.id))

  assert.ok(found instanceof Lamp && found.persisted)
  assert.deepEqual([found.fullName, found.litAt], ["Brass", litAt])
  assert.ok(found.createdAt instanceof Date)
  assert.equal((await Lamp.findBy({ fullName: "Brass" }))?.id, lamp.id)
  assert.equal((await findRecord("Lamp", lamp.id))?.id, lamp.id)
})

test("only an id that is a whole number in reach, and the owner's, is found", async () => {
  const { id } = await Lamp.create({ owner: "Aladdin" })

  assert.equal((await Lamp.find(id, { owner: "Aladdin" })).id, id)
  await assert.rejects(Lamp.find(id, { owner: "Jafar" }), RecordNotFound)
  for (const wrong of [
    0,
    -1,
    "",
    "x",
    `${id}x`,
    `${id} `,
    `${id}\n`,
    2 ** 31,
    "1e1",
    undefined,
    null,
    [id, id],
  ]) {
    await assert.rejects(Lamp.find(wrong), RecordNotFound, String(wrong))
  }
})

test("what is not valid is not written, and goes no further", async () => {
  Lamp.calls = []
  const lamp = await Lamp.create({ fullName: "" })

  assert.equal(lamp.persisted, false)
  assert.deepEqual(lamp.errors.on("fullName"), ["Name it."])
  assert.deepEqual(Lamp.calls, [])
})

test("a NUL in any text is refused, as PostgreSQL can't store it", async () => {
  const lamp = await Lamp.create({ owner: "Alad\0din" })
  assert.match(lamp.errors.on("owner").join(), /NUL/)
})

test("what is wrong before the save stops it", async () => {
  const lamp = await Lamp.create({ fullName: "stolen" })
  assert.deepEqual([lamp.persisted, lamp.errors.sentences], [false, ["Not that one."]])
})

test("what throws after the save takes it back", async () => {
  await assert.rejects(Lamp.create({ fullName: "broken" }), { message: "It broke." })
  assert.equal(await Lamp.findBy({ fullName: "broken" }), undefined)
})

test("an update writes what has changed and nothing else", async () => {
  const lamp = await Lamp.create({ fullName: "Brass", owner: "Aladdin" })
  await Lamp.query().where({ id: lamp.id }).update({ owner: "Jafar" })

  assert.equal(await lamp.update({ fullName: "Copper" }), true)
  const { fullName, owner } = await Lamp.find(lamp.id)
  assert.deepEqual([fullName, owner], ["Copper", "Jafar"])
})

test("a column can be emptied", async () => {
  const lamp = await Lamp.create({ fullName: "Brass" })
  assert.equal(lamp.changed("fullName"), false)

  await lamp.update({ fullName: null })
  assert.equal((await lamp.reload()).fullName, null)
})

test("deleting can be refused", async () => {
  const magic = await Lamp.create({ fullName: "magic" })
  assert.equal(await magic.destroy(), false)
  assert.deepEqual((await magic.reload()).errors.sentences, ["A genie lives here."])

  const plain = await Lamp.create({ fullName: "plain" })
  assert.equal(await plain.destroy(), true)
  await assert.rejects(plain.reload(), RecordNotFound)
})

test("a transaction that fails leaves nothing behind, however deep it goes", async () => {
  await assert.rejects(
    transaction(async () => {
      await Lamp.create({ fullName: "outer" })
      await transaction(async () => {
        await Lamp.create({ fullName: "inner" })
      })
      throw new Error("No.")
    }),
  )
  assert.deepEqual(await Lamp.where((query) => query.whereIn("fullName", ["outer", "inner"])), [])
})
