import type { Knex } from "knex"

export async function up(knex: Knex) {
  await knex.schema.createTable("storytellers", (table) => {
    table.increments("id")
    table.integer("user_id").notNullable().references("users.id").onDelete("CASCADE").index()
    table.string("name", 100).notNullable()
    table.string("model", 100).notNullable()
    table.text("description")
    table.text("instructions").notNullable()
    table.integer("max_prompt_tokens").notNullable()
    table.integer("max_completion_tokens").notNullable()
    table.timestamp("created_at").notNullable()
    table.timestamp("updated_at").notNullable()
  })
}

export async function down(knex: Knex) {
  await knex.schema.dropTable("storytellers")
}
