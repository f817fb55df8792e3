import { APIConnectionTimeoutError, APIError } from "openai"
import type { ProviderEvent } from "./provider.ts"
import { neverConnected, providerErrorFrom } from "./provider_error_from.ts"

export type LastEvent = Extract<ProviderEvent, { type: "completed" | "incomplete" | "failed" }>

/** The stream ended, and nobody said why. */
export const INTERRUPTED = {
  type: "incomplete",
  reason: "interrupted",
  messageRemoteId: null,
  usage: null,
} as const satisfies LastEvent

export function lastEventOf(error: unknown): LastEvent {
  if (isCut(error)) {
    return INTERRUPTED
  } else {
    const { code, message } = providerErrorFrom(error)
    return { type: "failed", code, message, usage: null }
  }
}

/** A stream that broke off or fell silent, as opposed to one that was refused or reported an error. */
export function isCut(error: unknown) {
  const silent = error instanceof APIConnectionTimeoutError && !neverConnected(error)
  return silent || !(error instanceof APIError)
}
