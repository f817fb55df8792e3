import type { TestContext } from "node:test"
import { type Stage, setEmbeddedStage, setStage } from "../../jobs/support/stage.ts"
import type { TestPostgres } from "../../support/postgres.ts"
import type { TestRedis } from "../../support/redis.ts"
import { Drill } from "./drill.ts"
import { LogSizes } from "./log_sizes.ts"
import { countRowWrites } from "./row_writes.ts"

type Options = { postgres?: boolean | TestPostgres; env?: Record<string, string> }

/** A web process, a worker and a Redis to be mistreated, whose writes and log are counted. */
export async function startDrills(options: Options = {}) {
  const { stage, redis, close } = await setStage(options)
  await countRowWrites(stage.database)
  return new DrillStage(stage, close, redis)
}

/** The same with all in one process. */
export async function startEmbeddedDrills({ env }: Options = {}) {
  const stage = await setEmbeddedStage(env)
  await countRowWrites(stage.database)
  return new DrillStage(stage, () => stage.close())
}

export class DrillStage {
  readonly stage: Stage
  readonly redis: TestRedis | undefined
  readonly sizes: LogSizes | undefined
  readonly #close: () => Promise<void>

  constructor(stage: Stage, close: () => Promise<void>, redis?: TestRedis) {
    this.stage = stage
    this.#close = close
    this.redis = redis
    this.sizes = redis && new LogSizes(redis.url)
  }

  drill(t: TestContext) {
    return new Drill(t, this)
  }

  async replaceWorker() {
    await this.stage.killWorker()
    await this.stage.app.startWorker()
  }

  async replaceWeb() {
    await this.stage.killWeb()
    await this.stage.app.startWeb()
  }

  async replaceBoth() {
    await Promise.all([this.replaceWorker(), this.replaceWeb()])
  }

  async close() {
    this.sizes?.close()
    await this.#close()
  }
}
