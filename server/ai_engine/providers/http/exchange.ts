import { once } from "node:events"
import * as http from "node:http"
import * as https from "node:https"
import type { Socket } from "node:net"
import { setImmediate as turn } from "node:timers/promises"
import { LoopTimer } from "../../../lib/loop_timer.ts"
import { connectionTurns } from "./connection_turns.ts"
import { HttpFailure } from "./http_failure.ts"

export type Call = {
  url: URL
  method: string
  headers: Record<string, string>
  body: string | undefined
  signal: AbortSignal | null | undefined
  beforeSending?: (() => Promise<void>) | undefined
  /** Milliseconds for the connection, and for the answer to begin. */
  limits: { connect: number; answer: number }
}

const CONNECT_LATE = ["ETIMEDOUT", "It took too long to connect."] as const
const ANSWER_LATE = ["no_answer", "The answer did not begin."] as const
/** Milliseconds in which a connection that was closed while it lay idle says so to who writes to it. */
const KNOWN_CLOSED = 1_000

/**
 * Asks once, and resolves when the answer begins. Nothing is written before the connection is open and known to be
 * alive: throws HttpFailure, which says whether anything can have arrived.
 */
export async function exchange(call: Call, agent: http.Agent): Promise<http.IncomingMessage> {
  const { body, signal, beforeSending, limits } = call
  const leave = await connectionTurns.take(signal)
  const outgoing = opened(call, agent, leave)
  const failed = failureOf(outgoing, signal)
  let sent: Sent | undefined

  try {
    await within(limits.connect, CONNECT_LATE, [connected(outgoing), failed]).finally(leave)
    await Promise.race([announcedAndAlive(beforeSending), failed])
    sent = { at: Date.now(), heard: outgoing.socket?.bytesRead }
    outgoing.end(body)
    const [incoming] = await within(limits.answer, ANSWER_LATE, [once(outgoing, "response"), failed])
    signal?.addEventListener("abort", () => incoming.destroy(signal.reason), { once: true })
    return incoming
  } catch (error) {
    outgoing.destroy()
    throw signal?.aborted ? signal.reason : HttpFailure.from(error, mayHaveArrived(outgoing, error, sent))
  }
}

function opened({ url, method, headers }: Call, agent: http.Agent, leave: () => void) {
  try {
    return (url.protocol === "https:" ? https : http).request(url, { method, headers, agent })
  } catch (error) {
    leave()
    throw HttpFailure.from(error, false)
  }
}

type Sent = { at: number; heard: number | undefined }

/** A connection that is kept may close in the moment it is used again: what is reset at once never arrived. */
function mayHaveArrived(
  { reusedSocket, socket }: http.ClientRequest,
  error: unknown,
  sent: Sent | undefined,
) {
  const isReset = ["ECONNRESET", "EPIPE"].includes(String((error as NodeJS.ErrnoException).code))
  const atOnce = sent && Date.now() - sent.at < KNOWN_CLOSED && socket?.bytesRead === sent.heard
  return sent !== undefined && !(reusedSocket && isReset && atOnce)
}

/** Node says nothing of a request that is given up before a proxy has let it through. */
function failureOf(outgoing: http.ClientRequest, signal: Call["signal"]): Promise<never> {
  const failed = new Promise<never>((_, reject) => {
    outgoing.on("error", reject)
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true })
    // Since it was looked at last, turns were taken.
    if (signal?.aborted) reject(signal.reason)
  })
  // What happens after the answer has begun, the answer says, too.
  failed.catch(() => {})
  return failed
}

async function connected(outgoing: http.ClientRequest) {
  const socket: Socket & { secureConnecting?: boolean } =
    outgoing.socket ?? (await once(outgoing, "socket"))[0]

  if (socket.secureConnecting) {
    await once(socket, "secureConnect")
  } else if (socket.connecting) {
    await once(socket, "connect")
  }
}

async function announcedAndAlive(beforeSending: Call["beforeSending"]) {
  await beforeSending?.()
  // A close that has arrived meanwhile is heard now: the loop looks between the two.
  await turn()
  await turn()
}

async function within<Result>(
  milliseconds: number,
  [code, message]: readonly [string, string],
  awaited: [Promise<Result>, Promise<never>],
): Promise<Result> {
  const late = Promise.withResolvers<never>()
  const timer = new LoopTimer(milliseconds, () =>
    late.reject(new HttpFailure(code, message, { sent: true, waited: milliseconds })),
  )
  try {
    return await Promise.race([...awaited, late.promise])
  } finally {
    timer.stop()
  }
}
