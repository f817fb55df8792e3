import type { OpenAI } from "openai"
import type {
  Message,
  MessageContent,
  MessageContentDelta,
  MessageDelta,
} from "openai/resources/beta/threads/messages"
import type { Run } from "openai/resources/beta/threads/runs/runs"
import { AnswerText } from "./answer_text.ts"
import { assistantRunEnding } from "./assistant_run_ending.ts"
import { isCut } from "./last_event.ts"
import type { Progress } from "./open_ai_provider.ts"
import { INTERRUPTED, type LastEvent, type RunRequest } from "./provider.ts"
import { RemoteRun } from "./remote_run.ts"
import { retrying } from "./retrying.ts"
import { untilSilent } from "./until_silent.ts"

const ENDED_WELL = ["completed", "incomplete"]

/** One streamed run of a remote thread. It goes on when its stream is cut: then its end is looked up. */
export class AssistantRun {
  readonly #client: OpenAI
  readonly #request: RunRequest
  readonly #threadId: string
  readonly #idleTimeout: number
  readonly #signal: AbortSignal
  readonly #answer = new AnswerText()
  #remote: RemoteRun | undefined

  constructor(client: OpenAI, request: RunRequest, idleTimeout: number, signal: AbortSignal) {
    this.#client = client
    this.#request = request
    this.#threadId = request.threadRemoteId as string
    this.#idleTimeout = idleTimeout
    this.#signal = signal
  }

  async *answer(): AsyncGenerator<Progress, LastEvent> {
    try {
      const run = (yield* this.#follow()) ?? (yield* this.#lookUp())
      return run ? assistantRunEnding(await this.#withUsage(run), this.#answer.messageRemoteId) : INTERRUPTED
    } finally {
      // Closing the connection does not stop the run.
      if (this.#signal.aborted) void this.#remote?.cancel()
    }
  }

  /** The run as it ended, or nothing when its stream was cut before. */
  async *#follow(): AsyncGenerator<Progress, Run | undefined> {
    const stream = await retrying(() => this.#create(), this.#signal)

    try {
      for await (const event of untilSilent(stream, this.#idleTimeout)) {
        switch (event.event) {
          case "thread.run.created":
          case "thread.run.queued":
          case "thread.run.in_progress":
            yield* this.#begin(event.data)
            break
          case "thread.message.delta":
            yield* this.#answer.add(textOf(event.data.delta), { messageId: event.data.id })
            break
          case "thread.run.completed":
          case "thread.run.incomplete":
          case "thread.run.failed":
          case "thread.run.cancelled":
          case "thread.run.expired":
          case "thread.run.requires_action":
            yield* this.#begin(event.data)
            return event.data
        }
      }
    } catch (error) {
      if (!isCut(error)) throw error
    }
  }

  *#begin({ id }: Run): Generator<Progress> {
    if (!this.#remote) {
      this.#remote = new RemoteRun(id, this.#client, this.#threadId, this.#signal)
      yield { type: "started", remoteId: id }
    }
  }

  /** The run as it ended, after the text that was missed; nothing when that can't be told. */
  async *#lookUp(): AsyncGenerator<Progress, Run | undefined> {
    const run = this.#signal.aborted ? undefined : await this.#remote?.settled(this.#idleTimeout)

    if (run && ENDED_WELL.includes(run.status)) {
      return (yield* this.#complete()) ? run : undefined
    } else {
      return run
    }
  }

  /** False when the messages don't hold all that came. */
  async *#complete(): AsyncGenerator<Progress, boolean> {
    const messages = (await this.#remote?.messages()) ?? []

    this.#answer.startOver()
    for (const message of messages) yield* this.#answer.add(textOf(message), { messageId: message.id })
    return messages.length > 0 && this.#answer.isWhole
  }

  async #withUsage(run: Run): Promise<Run> {
    return run.usage ? run : ((await this.#remote?.retrieve()) ?? run)
  }

  #create() {
    const { assistantRemoteId, model, instructions, maxPromptTokens, maxCompletionTokens } = this.#request

    return this.#client.beta.threads.runs.create(
      this.#threadId,
      {
        assistant_id: assistantRemoteId as string,
        model,
        instructions,
        ...(maxPromptTokens && { max_prompt_tokens: maxPromptTokens }),
        ...(maxCompletionTokens && { max_completion_tokens: maxCompletionTokens }),
        stream: true,
      },
      { signal: this.#signal },
    )
  }
}

function textOf({ content }: Message | MessageDelta): string {
  return (content ?? []).map(textOfPart).join("")
}

function textOfPart(part: MessageContent | MessageContentDelta): string {
  if (part.type === "text") {
    return part.text?.value ?? ""
  } else {
    return part.type === "refusal" ? (part.refusal ?? "") : ""
  }
}
