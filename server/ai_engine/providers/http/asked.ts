import type { IncomingMessage } from "node:http"
import { setTimeout as pause } from "node:timers/promises"
import type { Agents } from "./agents.ts"
import { type Call, exchange } from "./exchange.ts"
import { HttpFailure } from "./http_failure.ts"

const PAUSE = 400
/** Asked again, it would refuse again. */
const REFUSES_ENCRYPTION = /CERT|SELF_SIGNED|UNABLE_TO|_TLS_|_SSL_|EPROTO|ERR_INVALID/

/** Asks, and once more where nothing can have arrived. Whatever may have arrived may have been billed. */
export async function asked(call: Call, agents: Agents): Promise<IncomingMessage> {
  try {
    return await exchange(call, agents.for(call.url))
  } catch (error) {
    if (!(error instanceof HttpFailure) || !isToBeRepeated(error)) throw error

    await pause(PAUSE, undefined, { ...(call.signal && { signal: call.signal }) })
    return exchange(call, agents.for(call.url, { fresh: true }))
  }
}

function isToBeRepeated({ sent, waited, code }: HttpFailure) {
  return !sent && waited === undefined && !REFUSES_ENCRYPTION.test(code)
}
