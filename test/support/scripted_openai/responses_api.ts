import { BackgroundReply } from "./background_reply.ts"
import type { Connection } from "./connection.ts"
import type { Gate } from "./gate.ts"
import type { RecordedRequest } from "./recorded_request.ts"
import type { ReplyUsage } from "./reply.ts"
import { ResponsesReply, wireUsage } from "./responses_reply.ts"

/** Responses; those in background mode are stored, until the server is gone. */
export class ResponsesApi {
  /** False for a server that leaves `sequence_number` out and does not know `starting_after`. */
  numbersEvents = true
  /** False for one that hands a stored response over only whole. */
  streamsAgain = true
  /** What a response that is cancelled has used, where the server says so. */
  usageWhenCancelled: ReplyUsage | null = null
  readonly #stored = new Map<string, BackgroundReply>()

  start(request: RecordedRequest, connection: Connection, gate: Gate): ResponsesReply {
    if (request.body.background) {
      const reply = new BackgroundReply(request, connection, gate, { numbersEvents: this.numbersEvents })
      this.#stored.set(reply.id, reply)
      return reply
    } else {
      return new ResponsesReply(request, connection, gate)
    }
  }

  /** The stored response that is asked for. */
  find({ path }: RecordedRequest): BackgroundReply | undefined {
    return this.#stored.get(path.split("/")[2] ?? "")
  }

  answer(reply: BackgroundReply, { path, query }: RecordedRequest, connection: Connection) {
    if (path.endsWith("/cancel")) {
      const usage = this.usageWhenCancelled
      connection.answer(200, reply.cancel({ usage: usage && wireUsage(usage) }))
    } else if (!query.has("stream")) {
      connection.answer(200, reply.response)
    } else if (this.streamsAgain) {
      reply.follow(connection, Number(query.get("starting_after") ?? -1))
    } else {
      connection.answer(404, { error: { message: "This response can't be streamed.", code: null } })
    }
  }
}
