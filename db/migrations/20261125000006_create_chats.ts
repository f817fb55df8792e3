import type { Knex } from "knex"

/** A chat is a conversation as a thread is, but for who answers: both are rows of one table. */
export async function up(knex: Knex) {
  await knex.schema.alterTable("ai_engine_assistant_threads", (table) => {
    table.string("kind", 20).notNullable().defaultTo("assistant_thread")
    table.index(
      ["threadable_type", "threadable_id", "kind", "updated_at", "id"],
      "ai_engine_conversations_of_owner",
    )
  })
  await knex.schema.alterTable("ai_engine_assistants", (table) => {
    table.text("parameters")
  })
  await knex.schema.alterTable("ai_engine_runs", (table) => {
    table.text("parameters")
    table.string("api", 20)
  })
}

export async function down(knex: Knex) {
  await knex("ai_engine_assistant_threads").where({ kind: "chat" }).delete()
  await knex.schema.alterTable("ai_engine_runs", (table) => {
    table.dropColumn("parameters")
    table.dropColumn("api")
  })
  await knex.schema.alterTable("ai_engine_assistants", (table) => {
    table.dropColumn("parameters")
  })
  await knex.schema.alterTable("ai_engine_assistant_threads", (table) => {
    table.dropIndex([], "ai_engine_conversations_of_owner")
    table.dropColumn("kind")
  })
}
