import type { IncomingMessage } from "node:http"
import { hasOwnOrigin } from "../lib/same_origin.ts"
import { Session } from "../models/session.ts"
import { verifyStreamName } from "../turbo/stream_name.ts"
import { ApplicationController } from "./application_controller.ts"

type Authorization = { status: 101; stream: string; cursor: string } | { status: 401 | 403; reason: string }

/**
 * Who may follow a stream: somebody signed in, on a page of ours, with a name that was signed for them. Asked at
 * the upgrade, and again by the page over plain HTTP when an upgrade was refused, as a WebSocket does not say why.
 */
export async function authorizeCable(request: IncomingMessage): Promise<Authorization> {
  const query = new URL(request.url ?? "/", "http://here").searchParams
  const name = verifyStreamName(query.get("stream") ?? "")
  const session = await Session.of(request)

  if (!hasOwnOrigin(request)) {
    return { status: 403, reason: "This page belongs to another site." }
  } else if (!session) {
    return { status: 401, reason: "Your session has ended. Sign in again." }
  } else if (name?.userId !== session.userId) {
    return { status: 403, reason: "This stream's name is not valid, or no longer. Reload the page." }
  } else {
    return { status: 101, stream: name.name, cursor: query.get("cursor") ?? "" }
  }
}

export class CableController extends ApplicationController {
  static override readonly open = ["show"]

  async show() {
    const authorization = await authorizeCable(this.request)

    if (authorization.status === 101) {
      this.response
        .status(426)
        .set("Upgrade", "websocket")
        .type("text")
        .send("This address speaks WebSocket.")
    } else {
      this.response.status(authorization.status).type("text").send(authorization.reason)
    }
  }
}
