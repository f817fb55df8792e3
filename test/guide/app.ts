import { join } from "node:path"
import express, { type Express, type NextFunction, type Request, type Response } from "express"
import { assets } from "../../server/assets.ts"
import { RecordNotFound } from "../../server/lib/errors.ts"
import { requireSameOrigin } from "../../server/lib/same_origin.ts"
import { createAssistantThread, showAssistantThread } from "./assistant_threads.ts"
import { showCable } from "./authorize_cable.ts"
import { createMessage } from "./messages.ts"
import { createRecipeMaker, listRecipeMakers } from "./recipe_makers.ts"
import { createCancellation, createRetry } from "./runs.ts"
import { createSession, requireCook } from "./sessions.ts"

export function buildApp(): Express {
  const app = express()
  app.use(express.static(join(import.meta.dirname, "public")), assets())
  app.use(requireSameOrigin, express.urlencoded({ extended: true, limit: "3mb" }))
  app.post("/session", createSession)

  app.use(requireCook)
  app.get("/", listRecipeMakers)
  app.post("/recipe_makers", createRecipeMaker)
  app.post("/assistant_threads", createAssistantThread)
  app.get("/assistant_threads/:id", showAssistantThread)
  app.post("/messages", createMessage)
  app.post("/runs/:id/cancellation", createCancellation)
  app.post("/runs/:id/retry", createRetry)
  app.get("/cable", showCable)

  app.use(answerNotFound)
  return app
}

function answerNotFound(error: Error, _request: Request, response: Response, next: NextFunction) {
  if (error instanceof RecordNotFound) {
    response.sendStatus(404)
  } else {
    next(error)
  }
}
