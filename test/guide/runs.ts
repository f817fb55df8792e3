import type { Request, Response } from "express"
import { askAgain, cancel, Run } from "../../server/ai_engine/index.ts"
import { performLater } from "./create_assistant_message_and_run.ts"
import { cookOf } from "./sessions.ts"

export async function createCancellation(request: Request, response: Response) {
  const { run, assistantThread } = await found(request, response)
  await cancel(run)
  response.redirect(303, `/assistant_threads/${assistantThread.id}`)
}

export async function createRetry(request: Request, response: Response) {
  const { run, assistantThread } = await found(request, response)
  const next = await askAgain(run)

  if (next) performLater(next)
  response.redirect(303, `/assistant_threads/${assistantThread.id}`)
}

/** Throws RecordNotFound where the run, or its thread, is not the cook's. */
async function found({ params }: Request, response: Response) {
  const run = await Run.find(params.id)
  return { run, assistantThread: await cookOf(response).assistantThread(run.assistantThreadId) }
}
