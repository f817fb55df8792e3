import { inTime } from "../../support/in_time.ts"
import type { Provider, ProviderEvent, RunRequest } from "../../../server/ai_engine/providers/provider.ts"

export const REQUEST: RunRequest = {
  model: "gpt-6-luna",
  instructions: "You tell stories.",
  messages: [{ role: "user", content: "Tell me about a fox." }],
  maxPromptTokens: null,
  maxCompletionTokens: null,
  assistantName: "Ada",
  endUser: "5f2c0b7e9a",
  assistantRemoteId: null,
  threadRemoteId: null,
}

export const INTERRUPTED = { type: "incomplete", reason: "interrupted", messageRemoteId: null, usage: null }

/** All that the provider yields, and its text. */
export async function ask(
  provider: Provider,
  request: Partial<RunRequest> = {},
  signal = new AbortController().signal,
) {
  const events = await allOf(provider.stream({ ...REQUEST, ...request }, signal))
  return {
    events,
    text: textOf(events),
    last: withoutDetails(events.at(-1)),
    details: detailsOf(events.at(-1)),
  }
}

/** All there are; where they never end, a test says so. */
export function allOf(events: AsyncIterable<ProviderEvent>): Promise<ProviderEvent[]> {
  return inTime(Array.fromAsync(events), "The answer never ended.")
}

/** What is for the log is asked about on its own. */
function withoutDetails(event: ProviderEvent | undefined): ProviderEvent | undefined {
  if (event?.type !== "failed") return event
  const { details: _details, ...others } = event
  return others
}

function detailsOf(event: ProviderEvent | undefined) {
  return event?.type === "failed" ? event.details : undefined
}

export function textOf(events: ProviderEvent[]) {
  return events.map((event) => (event.type === "delta" ? event.text : "")).join("")
}
