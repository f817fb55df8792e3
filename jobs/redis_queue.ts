import { Queue as BullQueue, type Job as BullJob, WaitingError, Worker } from "bullmq"
import { withinMilliseconds } from "../server/lib/deadline.ts"
import { redisKey } from "../server/lib/installation.ts"
import { redisSettings } from "../server/lib/redis_settings.ts"
import { warnOfRedis } from "../server/lib/redis_trouble.ts"
import { Performer } from "./performer.ts"
import { CONCURRENCY, type JobArguments, type JobHandler, type Queue, type QueuedJob } from "./queued_job.ts"

const NAME = "jobs"
const ADD_LIMIT = 1_000

export class RedisQueue implements Queue {
  #url: string
  #bull: BullQueue | undefined
  #worker: Worker | undefined
  #performer: Performer | undefined

  constructor(url: string) {
    this.#url = url
  }

  /** For the jobs dashboard, too. Its name is not known before the installation's is. */
  get bull() {
    this.#bull ??= this.#open()
    return this.#bull
  }

  async add({ name, arguments: given, key }: QueuedJob, { once } = { once: false }) {
    const deduplication = once ? { deduplication: { id: key } } : {}
    const options = {
      attempts: 1,
      removeOnComplete: { count: 100 },
      removeOnFail: { count: 100 },
      ...deduplication,
    }
    await withinMilliseconds(ADD_LIMIT, this.bull.add(name, given, options))
  }

  process(handler: JobHandler) {
    this.#performer = new Performer(handler)
    this.#worker = new Worker<JobArguments>(NAME, (job, token) => this.#perform(job, token), {
      connection: { url: this.#url, maxRetriesPerRequest: null, ...redisSettings() },
      prefix: redisKey("queue"),
      concurrency: CONCURRENCY,
      // A job whose worker died is not run again: the provider may have been paid already. The reaper ends its run.
      maxStalledCount: 0,
    })
    this.#worker.on("error", (error) => warnOfRedis(error))
  }

  async close(grace: number) {
    await this.#worker?.pause(true)
    await this.#performer?.close(grace)
    await this.#worker?.close(true).catch((error) => warnOfRedis(error))
    await this.#bull?.close().catch((error) => warnOfRedis(error))
  }

  async #perform(job: BullJob<JobArguments>, token?: string) {
    // A worker that waits for a job takes the next one although it is paused. Another process has time for it.
    if (!this.#performer || this.#performer.isClosing) {
      await job.moveToWait(token)
      throw new WaitingError()
    }
    await this.#performer.perform({ name: job.name, arguments: job.data })
  }

  #open() {
    // A web process must not wait for a Redis that is away: the reaper adds the run when it is back.
    const impatient = { enableOfflineQueue: false, maxRetriesPerRequest: 1 }
    const connection = { url: this.#url, ...impatient, ...redisSettings() }
    const bull = new BullQueue(NAME, { connection, prefix: redisKey("queue") })
    bull.on("error", (error) => warnOfRedis(error))
    return bull
  }
}
