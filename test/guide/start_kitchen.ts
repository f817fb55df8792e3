import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { database } from "../../db/index.ts"
import { up as createEngineTables } from "../../db/migrations/20261122000003_create_ai_engine_tables.ts"
import { up as giveAnswersTheirQuestion } from "../../db/migrations/20261122000004_give_answers_their_question.ts"
import { up as letRunsBeTakenUpAgain } from "../../db/migrations/20261122000005_let_runs_be_taken_up_again.ts"
import { up as giveRunsTheirRequest } from "../../db/migrations/20261125000005_give_runs_their_request.ts"
import { up as createChats } from "../../db/migrations/20261125000006_create_chats.ts"
import { cable } from "../../server/cable/cable.ts"
import { attachCable } from "../../server/cable/cable_endpoint.ts"
import { buildApp } from "./app.ts"
import { authorizeCable } from "./authorize_cable.ts"
import { boot } from "./boot.ts"
import { stopRun } from "./create_assistant_message_and_run.ts"
import { up as createKitchenTables } from "./create_kitchen_tables.ts"
import { lookAfterRuns } from "./look_after_runs.ts"

type Options = { port?: number; apiKey?: string | undefined; baseURL?: string }

export async function startKitchen({ port = 0, ...provider }: Options) {
  if (!(await database.schema.hasTable("cooks"))) {
    await createEngineTables(database)
    await giveAnswersTheirQuestion(database)
    await letRunsBeTakenUpAgain(database)
    await giveRunsTheirRequest(database)
    await createChats(database)
    await createKitchenTables(database)
  }
  boot(provider)

  const server = createServer(buildApp())
  const endpoint = attachCable(server, { log: cable, authorize: authorizeCable })
  const timer = setInterval(lookAfterRuns, 3_000)
  server.listen(port)
  await once(server, "listening")

  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,

    async stop() {
      clearInterval(timer)
      server.close()
      await endpoint.close()
      await stopRun()
      server.closeAllConnections()
      await cable.close()
      await database.destroy()
    },
  }
}

if (import.meta.main) {
  const { url } = await startKitchen({ port: 3000, apiKey: process.env.OPENAI_API_KEY })
  console.log(`Cook at ${url}`)
}
