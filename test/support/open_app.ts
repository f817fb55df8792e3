import { after } from "node:test"
import knex from "knex"
import { databaseSettings } from "../../db/settings.ts"
import { startApp } from "./app_server.ts"
import { signedUp } from "./client.ts"
import { startScriptedOpenAI } from "./scripted_openai.ts"

/** The app, the model's server it asks and the database it writes to, until the test file ends. Its admin has signed up. */
export async function openApp(env: Record<string, string> = {}) {
  const openai = await startScriptedOpenAI()
  const app = await startApp({ env: { OPENAI_BASE_URL: openai.url, ...env } })
  const database = knex(databaseSettings(app.databaseUrl))

  after(async () => {
    openai.release()
    await app.stop()
    await openai.close()
    await database.destroy()
  })

  return { app, url: app.url, openai, database, admin: await signedUp(app.url, "Ada") }
}
