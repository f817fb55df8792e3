import type {
  ChatCompletionChunk,
  ChatCompletionCreateParamsStreaming,
} from "openai/resources/chat/completions"
import { AnswerText } from "./answer_text.ts"
import type { EventQueue } from "./event_queue.ts"
import { EventStream } from "./event_stream.ts"
import { OpenAIProvider } from "./open_ai_provider.ts"
import { INTERRUPTED, type LastEvent, type RunRequest, type Usage } from "./provider.ts"
import { retrying } from "./retrying.ts"

type FinishReason = ChatCompletionChunk.Choice["finish_reason"]

/** Chat Completions, for compatible servers that have no Responses API. */
export class ChatCompletionsProvider extends OpenAIProvider {
  protected override async answer(request: RunRequest, queue: EventQueue): Promise<LastEvent> {
    const { signal } = queue
    const answered = await retrying(
      () => this.client.chat.completions.create(bodyOf(request), { signal }).asResponse(),
      signal,
    )
    const answer = new AnswerText(queue)
    let started = false
    let finishReason: FinishReason = null
    let usage: Usage | null = null

    await new EventStream<ChatCompletionChunk>(answered, this.idleTimeout, queue).read((chunk) => {
      if (!started) queue.push({ type: "started", remoteId: chunk.id ?? null })
      started = true

      // Some servers send chunks without choices to keep the connection alive, and the usage with any of them.
      const choice = chunk.choices?.[0]
      const text = choice?.delta?.content ?? choice?.delta?.refusal
      if (text) answer.add(text)
      finishReason = choice?.finish_reason ?? finishReason
      usage = chunk.usage
        ? { inputTokens: chunk.usage.prompt_tokens, outputTokens: chunk.usage.completion_tokens }
        : usage
    })
    return ending(finishReason, usage)
  }
}

function bodyOf(request: RunRequest): ChatCompletionCreateParamsStreaming {
  return {
    model: request.model,
    messages: [
      { role: "system", content: request.instructions },
      ...request.messages.map(({ role, content }) => ({ role, content })),
    ],
    // OpenAI calls it max_completion_tokens by now, the servers this is for know the old name.
    ...(request.maxCompletionTokens && { max_tokens: request.maxCompletionTokens }),
    stream: true,
    stream_options: { include_usage: true },
  }
}

/** Without a reason the stream was cut. */
function ending(finishReason: FinishReason, usage: Usage | null): LastEvent {
  switch (finishReason) {
    case null:
      return { ...INTERRUPTED, usage }
    case "length":
      return { type: "incomplete", reason: "max_output_tokens", messageRemoteId: null, usage }
    case "content_filter":
      return { type: "incomplete", reason: "content_filter", messageRemoteId: null, usage }
    default:
      return { type: "completed", messageRemoteId: null, usage }
  }
}
