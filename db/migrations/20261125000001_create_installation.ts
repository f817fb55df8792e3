import { randomBytes } from "node:crypto"
import type { Knex } from "knex"

/** One row: who this database belongs to. */
export async function up(knex: Knex) {
  await knex.schema.createTable("installation", (table) => {
    table.string("id", 32).notNullable().unique()
  })
  await knex("installation").insert({ id: randomBytes(8).toString("hex") })
}

export async function down(knex: Knex) {
  await knex.schema.dropTable("installation")
}
