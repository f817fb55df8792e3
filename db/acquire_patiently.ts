import { setTimeout as pause } from "node:timers/promises"
import type { Knex } from "knex"

type Client = { acquireConnection(): Promise<unknown> }

/** Milliseconds in which PostgreSQL may get a connection free, or come back from a restart. */
const PATIENCE = 2_500
const INTERVAL = 100

/** Too many connections, starting up, shutting down, not listening, hung up: soon otherwise, perhaps. */
const MOMENTARY = /^(53300|57P0[123]|08|ECONNREFUSED|ECONNRESET|Connection terminated)/

/** A pool gives up at the first connection that is refused; this one asks again for a moment. */
export function acquirePatiently(database: Knex, patience = PATIENCE) {
  const client: Client = database.client
  const acquire = client.acquireConnection.bind(client)

  client.acquireConnection = async () => {
    const deadline = Date.now() + patience

    for (;;) {
      try {
        return await acquire()
      } catch (error) {
        const { code, message } = error as { code?: string; message: string }
        if (!MOMENTARY.test(code ?? message) || Date.now() > deadline) throw error
      }
      await pause(INTERVAL)
    }
  }
}
