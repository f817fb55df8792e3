import type { Knex } from "knex"

export async function up(knex: Knex) {
  await knex.schema.alterTable("ai_engine_runs", (table) => {
    table.string("request_id", 64)
  })
}

export async function down(knex: Knex) {
  await knex.schema.alterTable("ai_engine_runs", (table) => {
    table.dropColumn("request_id")
  })
}
