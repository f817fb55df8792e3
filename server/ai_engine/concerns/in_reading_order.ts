import type { Knex } from "knex"
import type { Mixable } from "../../lib/mixable.ts"
import { AS_WRITTEN } from "../../lib/table_record.ts"
import { Message } from "../models/message.ts"
import { type MessageStamp, stampColumns, stampOf } from "../models/message_stamp.ts"
import { Run } from "../models/run.ts"

/** `place` of a message, in SQL. An index serves it. */
const PLACE = "coalesce(ai_engine_messages.question_id, ai_engine_messages.id)"
const IN_ORDER = `${PLACE}, ai_engine_messages.id`
const BACKWARDS = `${PLACE} DESC, ai_engine_messages.id DESC`

/** What one page of a thread holds: so many questions, each with all its answers. */
const QUESTIONS_PER_PAGE = 25

const READ_AT_ONCE = 50

export type ConversationPage = { stamps: MessageStamp[]; hasEarlier: boolean }

/** How a conversation is read: question by question, each with all its answers below it. All that knows the order is here. */
export function InReadingOrder<Base extends Mixable>(base: Base) {
  return class extends base {
    /** In the order they are read: every answer below its question, further tries below the earlier ones. Each knows its run. */
    async messages(): Promise<Message[]> {
      const messages = await Message.where((query) => this.#said(query).orderByRaw(IN_ORDER))
      return Message.withRuns(messages, await Run.where({ assistantThreadId: this.id }))
    }

    /** The question with this id and what was said before it, newest first. Only as much is read as is asked for. */
    async *backFrom(questionId: number): AsyncGenerator<Message> {
      let before = [questionId, questionId + 1]
      let messages: Message[]

      do {
        messages = await Message.where((query) =>
          this.#said(query)
            .whereRaw(`(${PLACE}, ai_engine_messages.id) < (?, ?)`, before)
            .orderByRaw(BACKWARDS)
            .limit(READ_AT_ONCE, AS_WRITTEN),
        )
        yield* messages
        before = messages.slice(-1).flatMap(({ place, id }) => [place, id])
      } while (messages.length === READ_AT_ONCE)
    }

    /** The last of them, or the last above `before`. Reads no more of a long thread than of a short one. */
    async page(before?: Message): Promise<ConversationPage> {
      const questions = await this.#lastQuestions(before, QUESTIONS_PER_PAGE + 1)
      const earlier = questions[QUESTIONS_PER_PAGE]
      const rows = await this.#said(Message.query(), before)
        .whereRaw(`${PLACE} > ?`, [earlier ?? 0])
        .join("ai_engine_runs", "ai_engine_runs.id", "ai_engine_messages.run_id")
        .select(stampColumns())
        .orderByRaw(IN_ORDER)
      return { stamps: rows.map(stampOf), hasEarlier: earlier !== undefined }
    }

    /** That of its last answer; a run that was asked for later may be a further try at an earlier one. */
    async lastRun(): Promise<Run | undefined> {
      const last = this.#said(Message.query()).orderByRaw(BACKWARDS).limit(1, AS_WRITTEN)
      const [run] = await Run.where((query) => query.whereIn("id", last.select("runId")))
      return run
    }

    /** Their ids, the newest first. */
    #lastQuestions(before: Message | undefined, limit: number): Promise<number[]> {
      const questions = this.#said(Message.query(), before).where({ role: "user" })
      return questions.orderByRaw(BACKWARDS).limit(limit, AS_WRITTEN).pluck("ai_engine_messages.id")
    }

    #said(query: Knex.QueryBuilder, before?: Message) {
      const here = query.where("ai_engine_messages.assistant_thread_id", this.id)
      return before ? here.whereRaw(`${PLACE} < ?`, [before.place]) : here
    }
  }
}
