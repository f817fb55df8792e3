import type { Request, Response } from "express"
import { streamPosition, turboStreamFrom } from "../../server/turbo/broadcasts.ts"
import { domId } from "../../server/turbo/dom_id.ts"
import { messageLocals } from "./broadcasts.ts"
import { composerLocals } from "./composer.ts"
import { cookOf } from "./sessions.ts"
import { renderPage } from "./view.ts"

export async function createAssistantThread(_request: Request, response: Response) {
  const assistantThread = cookOf(response).buildAssistantThread()
  await assistantThread.save()
  response.redirect(303, `/assistant_threads/${assistantThread.id}`)
}

export async function showAssistantThread({ params }: Request, response: Response) {
  const cook = cookOf(response)
  const assistantThread = await cook.assistantThread(params.id)
  const stream = domId(assistantThread)
  // Before the messages: what comes while they are read is then replayed, not missed.
  const cursor = await streamPosition(stream)
  const messages = await assistantThread.messages()

  response.send(
    await renderPage("assistant_thread", {
      source: turboStreamFrom(stream, { userId: cook.id, cursor }),
      messages: await Promise.all(messages.map(messageLocals)),
      ...(await composerLocals(cook, assistantThread)),
    }),
  )
}
