import type { ChatCompletionCreateParamsStreaming } from "openai/resources/chat/completions"
import { announced } from "./announced.ts"
import { CompletionReader } from "./completion_reader.ts"
import type { EventQueue } from "./event_queue.ts"
import { EventStream } from "./event_stream.ts"
import { lastEventOf } from "./last_event.ts"
import { OpenAIProvider } from "./open_ai_provider.ts"
import type { LastEvent, RunRequest } from "./provider.ts"
import { retrying } from "./retrying.ts"
import { StreamedError } from "./streamed_error.ts"
import { largerUsage } from "./usage_figures.ts"

/** Chat Completions, for compatible servers that have no Responses API. */
export class ChatCompletionsProvider extends OpenAIProvider {
  override readonly announcesSending = true
  protected override async answer(request: RunRequest, queue: EventQueue): Promise<LastEvent> {
    const { signal } = queue
    const options = { signal, fetchOptions: announced(request) }
    const answered = await retrying(
      () => this.client.chat.completions.create(bodyOf(request), options).asResponse(),
      signal,
    )
    const reader = new CompletionReader(queue)
    const stream = new EventStream<Record<string, unknown>>(answered, this.idleTimeout, queue)

    try {
      const ending = await stream.read(
        (chunk) => {
          const last = reader.read(chunk)
          if (reader.hasFinished) stream.expectEnd()
          return last
        },
        (whole) => (whole.choices ? (reader.read(whole) ?? reader.ending("ended")) : undefined),
      )
      return ending ?? reader.ending(stream.closing)
    } catch (error) {
      if (!(error instanceof StreamedError)) throw error
      const last = lastEventOf(error)
      return { ...last, usage: largerUsage(reader.usage, last.usage) }
    } finally {
      reader.finish()
    }
  }
}

function bodyOf(request: RunRequest): ChatCompletionCreateParamsStreaming {
  const instructions = request.instructions && { role: "system" as const, content: request.instructions }

  return {
    ...request.parameters,
    model: request.model,
    messages: [
      ...(instructions ? [instructions] : []),
      ...request.messages.map(({ role, content }) => ({ role, content })),
    ],
    // OpenAI calls it max_completion_tokens by now, the servers this is for know the old name.
    ...(request.maxCompletionTokens && { max_tokens: request.maxCompletionTokens }),
    stream: true,
    stream_options: { include_usage: true },
  }
}
