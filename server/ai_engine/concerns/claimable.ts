import type { Knex } from "knex"
import { connection } from "../../../db/index.ts"
import { withoutNul } from "../../lib/without_nul.ts"
import type { Mixable } from "../../lib/mixable.ts"

export type RunStatus = "queued" | "in_progress" | "completed" | "incomplete" | "failed" | "cancelled"

/** Tokens. */
export type BookedUsage = {
  promptTokenUsage: number
  completionTokenUsage: number
  /** Counted by us: the provider did not say. */
  usageEstimated: boolean
}

/** How a run ended; `errorMessage` is a sentence for people. */
export type Outcome = {
  status: Exclude<RunStatus, "queued" | "in_progress">
  errorCode?: string
  errorMessage?: string
}

export const UNFINISHED: RunStatus[] = ["queued", "in_progress"]
const LONGEST_CODE = 100
const QUEUED = { status: "queued", heartbeatAt: null }
/** One that takes its process down each time, before its provider was ever asked, is given up. */
const MOST_CLAIMS = 3
const HEARTBEAT_LIMIT = 6_000

/** A status that only moves forward, by conditional updates: who comes second changes nothing, and is told so. */
export function Claimable<Base extends Mixable>(base: Base) {
  return class extends base {
    declare assistantThreadId: number
    declare status: RunStatus
    /** How often it was claimed, taken up by another process, or taken away from one that fell silent. */
    declare claims: number

    declare startedAt: Date | null

    /** Makes this process the one that performs it; false when it is another's, or not its turn yet. */
    async claim(): Promise<boolean> {
      const earlier = this.recordClass
        .query()
        .where({ assistantThreadId: this.assistantThreadId })
        .whereIn("status", UNFINISHED)
        .where("id", "<", this.id)
      const { claims } = this
      const ready = this.recordClass.query().where({ status: "queued", claims }).whereNotExists(earlier)

      return this.change(ready, { ...claimed(), status: "in_progress" })
    }

    /**
     * Right before its provider is asked: until then it surely was not, and can be performed anew. False when it is
     * ours no longer.
     */
    start(): Promise<boolean> {
      return this.change(this.ours, { startedAt: new Date() })
    }

    /** Back into the queue, by who performs it, as its provider was not asked. False when that is not so, or not sure. */
    returnToQueue(): Promise<boolean> {
      return this.change(notAsked(this.ours), QUEUED)
    }

    /** The same for one whose process died. */
    requeue(): Promise<boolean> {
      const stopped = withoutHeartbeat(this.recordClass.query()).where({ claims: this.claims })
      return this.change(notAsked(stopped), QUEUED)
    }

    /** The same for one whose process died, or handed it over. */
    resume(): Promise<boolean> {
      return this.change(withoutHeartbeat(this.recordClass.query()).where({ claims: this.claims }), claimed())
    }

    /** Lets another process take it up at once. False when it is ours no longer. */
    release(): Promise<boolean> {
      return this.change(this.ours, { heartbeatAt: null })
    }

    /** For who performs it. False when it is ours no longer, or somebody else ended it. */
    endAsOurs(outcome: Outcome & Partial<BookedUsage>): Promise<boolean> {
      return this.change(this.ours, ended(outcome))
    }

    /** False when it had ended already; nothing of that end is overwritten. */
    end(outcome: Outcome): Promise<boolean> {
      return this.change(this.recordClass.query().whereIn("status", UNFINISHED), ended(outcome))
    }

    /** What is known of its usage only after it was ended; false when it is another's by now. */
    book(usage: BookedUsage): Promise<boolean> {
      return this.change(
        this.recordClass.query().where({ claims: this.claims }).whereNotIn("status", UNFINISHED),
        usage,
      )
    }

    private get ours() {
      return this.recordClass.query().where({ status: "in_progress", claims: this.claims })
    }

    private async change(scope: Knex.QueryBuilder, values: object): Promise<boolean> {
      const [row] = await scope
        .where({ id: this.id })
        .update({ ...values, updatedAt: new Date() })
        .returning("*")

      if (row) this.store(row)
      return row !== undefined
    }
  }
}

/** In progress, and performed by nobody: the process died, or handed it over. */
export function withoutHeartbeat(query: Knex.QueryBuilder) {
  const limit = new Date(Date.now() - HEARTBEAT_LIMIT)
  return query
    .where({ status: "in_progress" })
    .where((heart) => heart.where("heartbeatAt", "<", limit).orWhereNull("heartbeatAt"))
}

function notAsked(query: Knex.QueryBuilder) {
  return query.where({ startedAt: null }).where("claims", "<", MOST_CLAIMS)
}

function claimed() {
  return { claims: oneMore(), heartbeatAt: new Date() }
}

function oneMore() {
  return connection().raw("claims + 1")
}

/** A code may be a provider's, and so of any length; an end has to be stored. */
function ended({ errorCode, errorMessage, ...outcome }: Outcome) {
  return {
    ...outcome,
    ...(errorCode !== undefined && {
      errorCode: withoutNul(errorCode).slice(0, LONGEST_CODE).toWellFormed(),
    }),
    ...(errorMessage !== undefined && { errorMessage: withoutNul(errorMessage) }),
    finishedAt: new Date(),
  }
}
