import { createBullBoard } from "@bull-board/api"
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter"
import { ExpressAdapter } from "@bull-board/express"
import type { RequestHandler } from "express"
import { queue } from "../../jobs/queue.ts"
import { RedisQueue } from "../../jobs/redis_queue.ts"
import { paths } from "../helpers/paths.ts"
import { HttpError } from "../lib/http_error.ts"
import { ApplicationController } from "./application_controller.ts"

const board = queue instanceof RedisQueue ? dashboard(queue) : undefined

/** The jobs dashboard, for the admin. To everybody else it is not there. */
export class JobsController extends ApplicationController {
  async show() {
    if (!this.currentUser.admin) throw new HttpError(404, "There is nothing here.")
    if (!board)
      throw new HttpError(
        404,
        "Without Redis the jobs run inside the web process: there is no queue to look at.",
      )

    await board(this.request, this.response, (error?: unknown) => {
      if (error) throw error
    })
  }
}

function dashboard({ bull }: RedisQueue): RequestHandler {
  const adapter = new ExpressAdapter()
  adapter.setBasePath(paths.jobs)
  createBullBoard({ queues: [new BullMQAdapter(bull)], serverAdapter: adapter })
  return adapter.getRouter()
}
