import type { Knex } from "knex"

export async function up(knex: Knex) {
  await knex.schema.createTable("cooks", (table) => {
    table.increments("id")
    table.string("name", 100).notNullable()
    table.timestamp("created_at").notNullable()
    table.timestamp("updated_at").notNullable()
  })

  await knex.schema.createTable("recipe_makers", (table) => {
    table.increments("id")
    table.integer("cook_id").notNullable().references("cooks.id").onDelete("CASCADE").index()
    table.string("name", 100).notNullable()
    table.string("cuisine", 100).notNullable()
    table.string("model", 100).notNullable()
    table.timestamp("created_at").notNullable()
    table.timestamp("updated_at").notNullable()
  })
}

export async function down(knex: Knex) {
  await knex.schema.dropTable("recipe_makers")
  await knex.schema.dropTable("cooks")
}
