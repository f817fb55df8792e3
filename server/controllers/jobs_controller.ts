import { createBullBoard } from "@bull-board/api"
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter"
import { ExpressAdapter } from "@bull-board/express"
import { Router } from "express"
import { queue } from "../../jobs/queue.ts"
import { RedisQueue } from "../../jobs/redis_queue.ts"
import { paths } from "../helpers/paths.ts"
import { contentSecurityPolicy } from "../lib/content_security_policy.ts"
import { HttpError } from "../lib/http_error.ts"
import { ApplicationController } from "./application_controller.ts"

let board: Router | undefined

/** The jobs dashboard, for the admin. To everybody else it is not there. */
export class JobsController extends ApplicationController {
  async show() {
    if (!this.currentUser.admin) {
      throw nothing("There is nothing at this address, or it is not yours.")
    } else if (!(queue instanceof RedisQueue)) {
      throw nothing("Without Redis the web process performs the jobs: there is no queue to look at.")
    } else {
      board ??= dashboard(queue)
      await this.pass(board)
    }
  }

  protected override get formPage() {
    return paths.jobs
  }

  private pass(board: Router) {
    return new Promise((answered, failed) => {
      this.response.once("close", answered)
      board(this.request, this.response, (error) =>
        failed(error ?? nothing("There is no such page of jobs.")),
      )
    })
  }
}

function nothing(sentence: string) {
  return new HttpError(404, sentence)
}

function dashboard({ bull }: RedisQueue): Router {
  const adapter = new ExpressAdapter()
  adapter.setBasePath(paths.jobs)
  createBullBoard({ queues: [new BullMQAdapter(bull)], serverAdapter: adapter })

  const router = Router()
  // The dashboard sets a base address and writes styles into its page; its scripts keep to the rule.
  router.use(contentSecurityPolicy({ styleSrc: ["'self'", "'unsafe-inline'"], baseUri: ["'self'"] }))
  router.use(adapter.getRouter())
  return router
}
