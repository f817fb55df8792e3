import type { TestContext } from "node:test"
import knex, { type Knex } from "knex"
import { databaseSettings } from "../../../db/settings.ts"
import { startApp, type TestApp } from "../../support/app_server.ts"
import { Client, signedUp } from "../../support/client.ts"
import { startPostgres, type TestPostgres } from "../../support/postgres.ts"
import { startRedis } from "../../support/redis.ts"
import { type ScriptedOpenAI, startScriptedOpenAI } from "../../support/scripted_openai.ts"
import { createStoryteller, openThread } from "../../support/story_forms.ts"
import { Scene } from "./scene.ts"

type Author = Awaited<ReturnType<typeof signedUp>>
type Environment = Record<string, string>

/** A web process and a worker, with a Redis of their own; on SQLite, or on PostgreSQL. */
export async function setStage({
  postgres = false,
  env = {},
}: {
  postgres?: boolean | TestPostgres
  env?: Environment
} = {}) {
  const redis = await startRedis()
  const server = postgres === true ? await startPostgres() : postgres || undefined
  const database = server && { DATABASE_URL: await server.createDatabase() }
  const stage = await setUp({ REDIS_URL: redis.url, ...database, ...env }, { worker: true })

  async function close() {
    try {
      await stage.close()
    } finally {
      await redis.stop()
      await server?.stop()
    }
  }
  return { stage, redis, close }
}

/** All in one process, without Redis. */
export function setEmbeddedStage(env: Environment = {}) {
  return setUp(env, { worker: false })
}

async function setUp(env: Environment, { worker }: { worker: boolean }) {
  const openai = await startScriptedOpenAI()
  const environment = { OPENAI_BASE_URL: openai.url, ...env }
  const app = await startApp({ env: environment, worker })
  const author = await signedUp(app.url)
  await createStoryteller(author)
  return new Stage(app, { ...environment, DATABASE_URL: app.databaseUrl }, openai, author)
}

/** The app as processes of its own, and somebody who has a storyteller there. */
export class Stage {
  readonly app: TestApp
  readonly openai: ScriptedOpenAI
  readonly author: Author
  readonly database: Knex
  readonly #env: Environment

  constructor(app: TestApp, env: Environment, openai: ScriptedOpenAI, author: Author) {
    this.app = app
    this.#env = env
    this.openai = openai
    this.author = author
    this.database = knex(databaseSettings(app.databaseUrl))
  }

  /** A new thread, and an OpenAI that was asked nothing yet. */
  async scene(t: TestContext) {
    this.openai.requests.length = 0
    return new Scene(t, this, await openThread(this.author))
  }

  /** The author, signed in at a second web process. */
  async atSecondWeb(t: TestContext) {
    const second = await startApp({ env: this.#env })
    t.after(() => second.stop())
    const { email, password } = this.author
    const client = new Client(second.url)
    await client.post("/session", { email, password })
    return client
  }

  async killWeb() {
    await this.app.web?.stop("SIGKILL")
    delete this.app.web
  }

  async killWorker() {
    await this.app.worker?.stop("SIGKILL")
    delete this.app.worker
  }

  async close() {
    await this.openai.close()
    await this.database.destroy()
    await this.app.stop()
  }
}
