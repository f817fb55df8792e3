import type { IncomingMessage } from "node:http"
import type { Request, Response } from "express"
import { hasOwnOrigin } from "../../server/lib/same_origin.ts"
import { verifyStreamName } from "../../server/turbo/stream_name.ts"
import { currentCook } from "./sessions.ts"

/** The signature proves who made the name, the session says who asks. */
export async function authorizeCable(request: IncomingMessage) {
  const query = new URL(request.url ?? "/", "http://here").searchParams
  const name = verifyStreamName(query.get("stream") ?? "")
  const cook = await currentCook(request)

  if (hasOwnOrigin(request) && name && name.userId === cook?.id) {
    return { status: 101, stream: name.name, cursor: query.get("cursor") ?? "" } as const
  } else {
    return { status: 403, reason: "This stream is not yours. Reload the page." } as const
  }
}

/** A refused WebSocket does not say why; then the page asks here. */
export async function showCable(request: Request, response: Response) {
  const { status } = await authorizeCable(request)
  response.sendStatus(status === 101 ? 426 : status)
}
