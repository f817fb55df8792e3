import type { Connection } from "./connection.ts"
import type { Gate } from "./gate.ts"
import type { RecordedRequest } from "./recorded_request.ts"
import { frame } from "./reply.ts"
import { ResponsesReply } from "./responses_reply.ts"

type Reader = { connection: Connection; eventsLeft: number }
type NumberedEvent = { sequence: number; name: string; data: object }

const UNDER_WAY = ["queued", "in_progress"]

/** A stored response. It goes on with nobody there, and tells its events again to whoever comes. */
export class BackgroundReply extends ResponsesReply {
  readonly #numbersEvents: boolean
  readonly #events: NumberedEvent[] = []
  #readers: Reader[] = []
  #cuts: number[] = []
  #accepted = false
  #over = false

  constructor(
    request: RecordedRequest,
    connection: Connection,
    gate: Gate,
    { numbersEvents }: { numbersEvents: boolean },
  ) {
    super(request, connection, gate)
    this.#numbersEvents = numbersEvents
    this.#readers = [{ connection, eventsLeft: Infinity }]
  }

  get isFollowed() {
    return this.#readers.some(({ connection }) => connection.isOpen)
  }

  /** Cuts the first connection after so many events, the second after so many, and so on. */
  cutAfter(first: number, ...others: number[]) {
    this.#cuts = others
    for (const reader of this.#readers) reader.eventsLeft = first
  }

  follow(connection: Connection, startingAfter: number) {
    const reader = { connection, eventsLeft: this.#cuts.shift() ?? Infinity }
    const missed = this.#events.filter(({ sequence }) => !this.#numbersEvents || sequence > startingAfter)

    this.#readers.push(reader)
    for (const event of missed) this.#send(event, reader)
    if (this.#over) this.end()
  }

  cancel(fields: object) {
    if (!this.#over) {
      this.response = { ...this.response, ...fields, status: "cancelled" }
      this.end()
    }
    return this.response
  }

  /** It is queued, for ever if nothing is said. */
  override accept() {
    if (this.#accepted) return

    this.#accepted = true
    this.progress("created", "queued")
    this.progress("queued", "queued")
  }

  override event(name: string, data: object) {
    if (this.#over) return

    const { sequence_number: sequence = this.#events.length, ...rest } = data as { sequence_number?: number }
    const event = { sequence, name, data: this.#numbersEvents ? data : rest }
    this.#events.push(event)
    for (const reader of this.#readers) this.#send(event, reader)
  }

  override raw(bytes: string | Uint8Array) {
    for (const { connection } of this.#readers) connection.write(bytes)
  }

  /** Without an end of the response before, only its streams end. */
  override end() {
    this.#over = !UNDER_WAY.includes(String(this.response.status))
    for (const { connection } of this.#readers.splice(0)) connection.end()
  }

  override cut() {
    for (const { connection } of this.#readers.splice(0)) connection.cut()
  }

  protected override progress(name: string, status: string, fields: object = {}) {
    if (!this.#over) super.progress(name, status, fields)
  }

  #send({ name, data }: NumberedEvent, reader: Reader) {
    reader.connection.write(frame(name, data))
    if (--reader.eventsLeft === 0) reader.connection.cut()
  }
}
