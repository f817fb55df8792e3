import type { BegunRun } from "./begun_run.ts"
import type { FailureDetails } from "./failure_details.ts"

/** What else a model is told, by the provider's own names: `temperature`, `top_p`, `reasoning`, `metadata`, `tools` … */
export type Parameters = Record<string, unknown>

export type AssistantAttributes = {
  name: string
  model: string
  description: string | null
  instructions: string
  maxPromptTokens: number | null
  maxCompletionTokens: number | null
  parameters?: Parameters | null
}

export type ProviderMessage = { role: "user" | "assistant"; content: string }

/** Tokens; `inputTokens` includes cached ones, `outputTokens` includes reasoning. Null is what the server did not say. */
export type Usage = {
  inputTokens: number | null
  outputTokens: number | null
  /** Only where one of the two is missing. */
  totalTokens?: number
  /** The server told parts of tokens. */
  isRounded?: true
}

export type RunRequest = {
  model: string
  instructions: string
  /** Oldest first; the last one is what is to be answered. */
  messages: ProviderMessage[]
  maxPromptTokens: number | null
  maxCompletionTokens: number | null
  parameters?: Parameters | null
  assistantName: string
  /** Stable and anonymous, so that a provider can act on one user without knowing who it is. */
  endUser: string
  assistantRemoteId: string | null
  threadRemoteId: string | null
  /** Awaited by a provider that `announcesSending`. Where it rejects, `signal` has aborted, and nothing may be sent. */
  beforeSending?: () => Promise<void>
}

export type IncompleteReason = "max_output_tokens" | "content_filter" | "interrupted"

type Failed = {
  type: "failed"
  code: string
  message: string
  usage: Usage | null
  /** The request surely never reached the provider: it has billed nothing, and can be asked again. */
  sent?: false
  details?: FailureDetails
}

/** What came where there should have been words. */
export type Instead = "thinking" | "tool_call"

export type ProviderEvent =
  | { type: "started"; remoteId: string | null }
  | { type: "delta"; text: string; sequence: number | null; messageRemoteId: string | null }
  | { type: "completed"; messageRemoteId: string | null; usage: Usage | null; instead?: Instead }
  | { type: "incomplete"; reason: IncompleteReason; messageRemoteId: string | null; usage: Usage | null }
  | Failed

export type LastEvent = Extract<ProviderEvent, { type: "completed" | "incomplete" | "failed" }>

/** The stream ended, and nobody said why. */
export const INTERRUPTED = {
  type: "incomplete",
  reason: "interrupted",
  messageRemoteId: null,
  usage: null,
} as const satisfies LastEvent

/** A remote call that was refused or did not get through; `message` is a sentence for people. */
export class ProviderError extends Error {
  readonly code: string
  /** False where the request surely never reached the provider. */
  readonly sent: boolean
  readonly details: FailureDetails

  constructor(
    code: string,
    message: string,
    { sent = true, ...details }: { sent?: boolean } & FailureDetails = {},
  ) {
    super(message)
    this.code = code
    this.sent = sent
    this.details = details
  }
}

/**
 * What speaks to a model. Remote assistants, threads and messages are optional: a provider that keeps none
 * answers `null` for their ids. Remote calls throw ProviderError; deleting what is already gone is no error.
 */
export abstract class Provider {
  /** True where assistants and threads live at the provider too: then it is sent only what is new. */
  readonly keepsThreads: boolean = false

  /** True where `beforeSending` is awaited right before the first byte of a request, and nothing is sent else. */
  readonly announcesSending: boolean = false

  /** True where a run outlives its stream, and can be taken up again by its remote id. */
  readonly resumes: boolean = false

  /** What a remote id may begin with, by record type ("Assistant", "AssistantThread", "Run", "Message"). */
  readonly remoteIdPrefixes: Record<string, readonly string[]> = {}

  /**
   * Yields `started` at most once, any number of `delta`s, and one last event of the other kinds; errors are
   * events, not exceptions. After `signal` aborts it returns soon, without a last event; a run that outlives its
   * stream goes on until `cancelRun`.
   */
  abstract stream(request: RunRequest, signal: AbortSignal): AsyncIterable<ProviderEvent>

  /** Goes on where a run was left: yields as `stream` does, without doubled or missing text. */
  async *resume(_run: BegunRun, _signal: AbortSignal): AsyncIterable<ProviderEvent> {
    yield INTERRUPTED
  }

  /**
   * Stops a run that outlives its stream, wherever it is streamed, and answers what is known of its usage. Waits a
   * few seconds at most; what is gone or can't be stopped is no error.
   */
  async cancelRun(_remoteId: string): Promise<Usage | null> {
    return null
  }

  async createAssistant(_attributes: AssistantAttributes): Promise<string | null> {
    return null
  }

  /** Answers the id it has from now on: one that is gone is created anew. */
  async updateAssistant(remoteId: string, _attributes: AssistantAttributes): Promise<string> {
    return remoteId
  }

  async deleteAssistant(_remoteId: string): Promise<void> {}

  async createThread(): Promise<string | null> {
    return null
  }

  async deleteThread(_remoteId: string): Promise<void> {}

  async createMessage(_threadRemoteId: string, _message: ProviderMessage): Promise<string | null> {
    return null
  }
}
