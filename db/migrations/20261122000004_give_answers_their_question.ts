import type { Knex } from "knex"

export async function up(knex: Knex) {
  // In SQL, as knex would copy the whole table on SQLite; both databases understand it.
  await knex.raw(`
    ALTER TABLE ai_engine_messages
    ADD COLUMN question_id integer REFERENCES ai_engine_messages (id) ON DELETE CASCADE
  `)
  await knex.raw(`
    UPDATE ai_engine_messages
    SET question_id = (
      SELECT max(question.id)
      FROM ai_engine_messages AS question
      WHERE question.assistant_thread_id = ai_engine_messages.assistant_thread_id
        AND question.role = 'user'
        AND question.id < ai_engine_messages.id
        AND question.run_id <= ai_engine_messages.run_id
    )
    WHERE role = 'assistant'
  `)

  await knex.schema.alterTable("ai_engine_messages", (table) => {
    table.index("question_id")
    table.dropIndex(["assistant_thread_id", "id"])
  })
  await knex.raw(`
    CREATE INDEX ai_engine_messages_order_index
    ON ai_engine_messages (assistant_thread_id, (coalesce(question_id, id)), id)
  `)
}

export async function down(knex: Knex) {
  await knex.raw("DROP INDEX ai_engine_messages_order_index")
  await knex.schema.alterTable("ai_engine_messages", (table) => {
    table.dropIndex("question_id")
    table.index(["assistant_thread_id", "id"])
  })
  await knex.raw("ALTER TABLE ai_engine_messages DROP COLUMN question_id")
}
