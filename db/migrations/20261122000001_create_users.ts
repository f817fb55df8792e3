import type { Knex } from "knex"

export async function up(knex: Knex) {
  await knex.schema.createTable("users", (table) => {
    table.increments("id")
    table.string("full_name", 100).notNullable()
    table.string("email", 255).notNullable().unique()
    table.string("password_digest", 255).notNullable()
    table.boolean("admin").notNullable().defaultTo(false)
    table.timestamp("created_at").notNullable()
    table.timestamp("updated_at").notNullable()
  })

  await knex.schema.createTable("sessions", (table) => {
    table.increments("id")
    table.integer("user_id").notNullable().references("users.id").onDelete("CASCADE").index()
    table.string("token_digest", 64).notNullable().unique()
    table.string("user_agent", 255)
    table.timestamp("last_active_at").notNullable()
    table.timestamp("created_at").notNullable()
    table.timestamp("updated_at").notNullable()
  })
}

export async function down(knex: Knex) {
  await knex.schema.dropTable("sessions")
  await knex.schema.dropTable("users")
}
