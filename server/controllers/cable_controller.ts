import type { IncomingMessage } from "node:http"
import type { Reader } from "../cable/readers.ts"
import type { Refusal } from "../cable/refusal.ts"
import { explainMismatch, hasOwnOrigin, isOwnOrigin, logForeignOrigin } from "../lib/same_origin.ts"
import { logger } from "../lib/logger.ts"
import { refusedReaders, SIGNED_OUT } from "../models/refused_readers.ts"
import { Session } from "../models/session.ts"
import { verifyStreamName } from "../turbo/stream_name.ts"
import { ApplicationController } from "./application_controller.ts"

type Authorization = { status: 101; stream: string; cursor: string; reader: Reader } | Refusal

const FOREIGN = "The server refused the connection:"
const NOT_UPGRADED =
  "The proxy in front of this app doesn't pass WebSockets (see docs/proxies.md). Until it does, reload the page to read on."

/**
 * Who may follow a stream: somebody signed in, on a page of ours, with the name of a stream of theirs that was
 * signed for them. Asked at the upgrade, and again by the page over plain HTTP when an upgrade was refused, as a
 * WebSocket does not say why.
 */
export async function authorizeCable(request: IncomingMessage): Promise<Authorization> {
  if (!hasOwnOrigin(request)) {
    logForeignOrigin(request)
    return {
      status: 403,
      reason: `This page belongs to another site. ${explainMismatch(request.headers.origin, request)}`,
    }
  }

  const query = queryOf(request)
  const name = verifyStreamName(query.get("stream") ?? "")
  const session = await Session.of(request)

  if (!session) {
    return SIGNED_OUT
  } else if (name?.userId !== session.userId) {
    return { status: 403, reason: "This stream's name is not valid, or no longer. Reload the page." }
  } else {
    const reader = { userId: session.userId, sessionId: session.id, stream: name.name }
    const refusal = (await refusedReaders([reader])).get(reader)
    return refusal ?? { status: 101, stream: name.name, cursor: query.get("cursor") ?? "", reader }
  }
}

export class CableController extends ApplicationController {
  static override readonly open = ["show"]

  async show() {
    const authorization = await authorizeCable(this.request)
    // A proxy's own answers may have the same status; they lack this.
    this.response.set("Cable-Refusal", "1").type("text")

    if (authorization.status === 101) {
      this.response.status(426).set("Upgrade", "websocket").send(this.obstacle)
    } else {
      this.response.status(authorization.status).send(authorization.reason)
    }
  }

  /** What keeps a page from the cable that would be let in: the way that its upgrade takes. */
  private get obstacle() {
    const { request } = this
    // A page's own plain request does not say where it is from, as its upgrade does.
    const origin = queryOf(request).get("origin")

    if (request.headers["sec-websocket-key"]) logger.warn(NOT_UPGRADED)
    return origin === null || isOwnOrigin(origin, request)
      ? NOT_UPGRADED
      : `${FOREIGN} ${explainMismatch(origin, request)}`
  }
}

function queryOf({ url }: IncomingMessage) {
  return new URL(url ?? "/", "http://here").searchParams
}
