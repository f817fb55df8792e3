import type { Knex } from "knex"

type Row = Record<string, unknown>

/** Writes so many questions with their answers ("Question 7", "Answer 7") into a thread, as if told long ago. */
export async function tellLong(
  database: Knex,
  assistantThreadId: number,
  questions: number,
  run: Row = { status: "completed" },
) {
  const times = { createdAt: new Date(), updatedAt: new Date() }
  const assistant = await database("ai_engine_assistants").first()

  await database.transaction(async (transaction) => {
    const insert = async (table: string, row: Row): Promise<number> => {
      const [stored] = await transaction(table)
        .insert({ ...row, ...times, assistantThreadId })
        .returning("id")
      return stored.id
    }

    for (let number = 1; number <= questions; number++) {
      const { id: assistantId, name: assistantName, model, instructions } = assistant
      const kept = { assistantId, assistantName, model, instructions, attempt: 1 }
      const runId = await insert("ai_engine_runs", { ...kept, ...run })
      const question = { runId, role: "user", content: `Question ${number}` }
      const questionId = await insert("ai_engine_messages", question)
      const answer = { runId, questionId, role: "assistant", model, content: `Answer ${number}` }
      await insert("ai_engine_messages", answer)
    }
  })
}
