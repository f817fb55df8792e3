import { parentPort, workerData } from "node:worker_threads"
import { type OwnConnection, openOwnConnection } from "../../../db/own_connection.ts"
import type { Beating, HeartbeatData } from "./heartbeat.ts"
import { LifeSign } from "./life_sign.ts"

/** Milliseconds. */
const LOOK_INTERVAL = 500
const BEAT_INTERVAL = 2_000

/**
 * One that was handed over has no heartbeat, and none is given back to it. A row that another transaction holds has its turn at the next beat; all others must not wait for it.
 */
const BEAT = {
  sqlite: `UPDATE ai_engine_runs SET heartbeat_at = ? FROM json_each(?) AS beating
    WHERE ai_engine_runs.id = beating.value ->> 'id' AND claims = beating.value ->> 'claims'
    AND status = 'in_progress' AND heartbeat_at IS NOT NULL`,
  postgres: `UPDATE ai_engine_runs SET heartbeat_at = $1 WHERE id IN (
    SELECT ai_engine_runs.id FROM ai_engine_runs
    JOIN json_to_recordset($2) AS beating(id int, claims int) USING (id, claims)
    WHERE status = 'in_progress' AND heartbeat_at IS NOT NULL FOR NO KEY UPDATE OF ai_engine_runs SKIP LOCKED)`,
}

const { sign, beating } = workerData as HeartbeatData
const lifeSign = new LifeSign(sign)
const runs = new Map(beating)
let connection: OwnConnection | undefined
let lastBeat = -Infinity
let failed = false

parentPort?.on("message", ([ticket, run]: [number, Beating | undefined]) => {
  if (run) runs.set(ticket, run)
  else runs.delete(ticket)
})

void look()

async function look() {
  try {
    if (runs.size === 0) disconnect()
    else if (performance.now() - lastBeat >= BEAT_INTERVAL && lifeSign.isFresh()) await beat()
  } catch (error) {
    disconnect()
    report(error as Error)
  }
  setTimeout(look, LOOK_INTERVAL)
}

async function beat() {
  connection ??= await openOwnConnection()
  await connection.run(BEAT, [new Date(), JSON.stringify([...runs.values()])])
  lastBeat = performance.now()
  failed = false
}

function disconnect() {
  connection?.close()
  connection = undefined
}

/** Said once, not at every beat. */
function report({ message }: Error) {
  if (!failed) parentPort?.postMessage(message)
  failed = true
}
