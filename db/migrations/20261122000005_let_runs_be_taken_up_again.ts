import type { Knex } from "knex"

export async function up(knex: Knex) {
  await knex.schema.alterTable("ai_engine_runs", (table) => {
    table.integer("claims").notNullable().defaultTo(0)
    table.boolean("usage_estimated").notNullable().defaultTo(false)
  })
  await knex.schema.alterTable("ai_engine_messages", (table) => {
    table.integer("sequence")
  })
}

export async function down(knex: Knex) {
  await knex.schema.alterTable("ai_engine_messages", (table) => {
    table.dropColumn("sequence")
  })
  await knex.schema.alterTable("ai_engine_runs", (table) => {
    table.dropColumn("claims")
    table.dropColumn("usage_estimated")
  })
}
