import type { Knex } from "knex"

const EMAIL = /^[^\s@]+@[^\s@]+$/
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

export async function up(knex: Knex) {
  await knex.schema.alterTable("sessions", (table) => {
    table.text("unsent")
    table.index("last_active_at")
  })
  await foldEmails(knex)
}

export async function down(knex: Knex) {
  await knex.schema.alterTable("sessions", (table) => {
    table.dropIndex("last_active_at")
    table.dropColumn("unsent")
  })
}

/** One that has become another's, or nobody's, stays as it is: it is still found by what was typed then. */
async function foldEmails(knex: Knex) {
  const users: { id: number; email: string }[] = await knex("users").select("id", "email").orderBy("id")
  const taken = new Set(users.map(({ email }) => email))

  for (const { id, email } of users) {
    const folded = fold(fold(email.toWellFormed()))
    if (taken.has(folded) || !EMAIL.test(folded) || folded.length > 255) continue

    taken.add(folded)
    await knex("users").where({ id }).update({ email: folded })
  }
}

/** As server/lib/normalize_email.ts did when this was written. */
function fold(text: string) {
  return text.normalize("NFKC").replace(INVISIBLE, "").toLowerCase().normalize("NFKC").trim()
}
