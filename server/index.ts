import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { Checkpoints } from "../db/checkpoints.ts"
import { database } from "../db/index.ts"
import { queue } from "../jobs/queue.ts"
import { Reaper } from "../jobs/reaper.ts"
import { performJob } from "../jobs/registry.ts"
import { addressError } from "./address_error.ts"
import { AIEngine } from "./ai_engine/index.ts"
import { buildApp } from "./app.ts"
import { boot } from "./boot.ts"
import { cable } from "./cable/cable.ts"
import { attachCable } from "./cable/cable_endpoint.ts"
import { config } from "./config.ts"
import { authorizeCable } from "./controllers/authorize_cable.ts"
import { logger } from "./lib/logger.ts"
import { refuseToStart } from "./lib/refuse_to_start.ts"
import { onStopSignal } from "./lib/stop_signal.ts"
import { closeLiveReaders } from "./models/live/live_readers.ts"
import { refusedReaders } from "./models/refused_readers.ts"
import { openDatabase } from "./open_database.ts"
import { openRedis } from "./open_redis.ts"

// Proxies keep a connection for up to two minutes. One that is closed as its next request comes is a 502.
const KEEP_ALIVE = 130_000

boot()
// One process has its database to itself; several are brought up to date by `npm run db:migrate`, once.
await openDatabase({ migrate: !config.redisUrl }).catch(refuseToStart)
await openRedis().catch(refuseToStart)

const server = createServer({ keepAliveTimeout: KEEP_ALIVE }, buildApp())
const endpoint = attachCable(server, {
  log: cable,
  authorize: authorizeCable,
  revalidate: refusedReaders,
  socketsPerUser: config.socketsPerUser,
})
const reaper = new Reaper()
const checkpoints = new Checkpoints()

server.on("error", (error) => refuseToStart(addressError(error)))

server.listen(config.port, config.host, () => {
  const { port } = server.address() as AddressInfo
  const host = config.production ? config.host : "localhost"
  logger.info(`Listening on http://${host}:${port}`)
  if (!config.redisUrl) AIEngine.warmUp()
})

reaper.start()
checkpoints.start()
if (!config.redisUrl) queue.process(performJob)

onStopSignal(async (grace) => {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  checkpoints.stop()
  await reaper.stop()
  await closeLiveReaders()
  await endpoint.close()
  await queue.close(grace)
  server.closeAllConnections()
  await closed
  await cable.close()
  await database.destroy()
})
