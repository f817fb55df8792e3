import type { Request, Response } from "express"
import { permit } from "../../server/lib/parameters.ts"
import { composerLocals } from "./composer.ts"
import { performLater } from "./create_assistant_message_and_run.ts"
import { offered } from "./recipe_makers.ts"
import { cookOf } from "./sessions.ts"
import { render } from "./view.ts"

const FIELDS = ["assistant_thread_id", "recipe_maker_id", "model", "content", "client_id"] as const

export async function createMessage({ body }: Request, response: Response) {
  const cook = cookOf(response)
  const { content = "", ...fields } = permit(body.message, FIELDS)
  const assistantThread = await cook.assistantThread(fields.assistant_thread_id)
  const recipeMaker = await cook.recipeMaker(fields.recipe_maker_id)

  const run = await recipeMaker.aiEngineAsk({
    assistantThread,
    content,
    model: offered(fields.model),
    clientId: fields.client_id,
  })

  if (run.persisted) {
    performLater(run)
    await sendComposer(response, await composerLocals(cook, assistantThread))
  } else {
    const unsent = { content, sentences: run.errors.sentences }
    await sendComposer(response.status(422), await composerLocals(cook, assistantThread, unsent))
  }
}

async function sendComposer(response: Response, locals: Record<string, unknown>) {
  response.type("text/vnd.turbo-stream.html")
  response.send(await render("composer.turbo_stream", locals))
}
