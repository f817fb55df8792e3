import type { IncomingMessage } from "node:http"
import type { Reader } from "../cable/readers.ts"
import type { Refusal } from "../cable/refusal.ts"
import { explainMismatch, hasOwnOrigin, logForeignOrigin } from "../lib/same_origin.ts"
import { refusedReaders, SIGNED_OUT } from "../models/refused_readers.ts"
import { Session } from "../models/session.ts"
import { verifyStreamName } from "../turbo/stream_name.ts"

type Authorization = { status: 101; stream: string; cursor: string; reader: Reader } | Refusal

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

export function refusedOrigin(origin: string | undefined, request: IncomingMessage) {
  return `The server refused the connection: ${explainMismatch(origin, request)}`
}

export function queryOf({ url }: IncomingMessage) {
  return new URL(url ?? "/", "http://here").searchParams
}
