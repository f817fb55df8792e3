import assert from "node:assert/strict"
import type { Provider, ProviderEvent, RunRequest } from "../../../server/ai_engine/providers/provider.ts"
import type { Scenario, ScriptedOpenAI } from "../../support/scripted_openai.ts"

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

/** Each of these streams says "Once" and breaks off: no words are lost, and none is asked for again. */
export async function assertCut(openai: ScriptedOpenAI, provider: Provider, breaks: Scenario[]) {
  openai.script(...breaks.map((scenario) => saysOnceAnd(scenario)))

  for (const [index] of breaks.entries()) {
    const { text, last } = await ask(provider)
    assert.equal(text, "Once")
    assert.deepEqual(last, INTERRUPTED)
    assert.equal(openai.requests.length, index + 1)
  }
}

function saysOnceAnd(scenario: Scenario): Scenario {
  return (reply) => {
    reply.say("Once")
    return scenario(reply)
  }
}

/** All that the provider yields, and its text. */
export async function ask(
  provider: Provider,
  request: Partial<RunRequest> = {},
  signal = new AbortController().signal,
) {
  const events: ProviderEvent[] = []
  for await (const event of provider.stream({ ...REQUEST, ...request }, signal)) events.push(event)
  return { events, text: textOf(events), last: events.at(-1) }
}

export function textOf(events: ProviderEvent[]) {
  return events.map((event) => (event.type === "delta" ? event.text : "")).join("")
}
