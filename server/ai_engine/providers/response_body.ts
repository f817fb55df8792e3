import type { ResponseCreateParamsStreaming } from "openai/resources/responses/responses"
import type { RunRequest } from "./provider.ts"

/** Many a compatible server refuses fields that it does not know: what only OpenAI knows goes only there. */
export function responseBody(
  request: RunRequest,
  { atOpenAI, background }: { atOpenAI: boolean; background: boolean },
): ResponseCreateParamsStreaming {
  return {
    ...request.parameters,
    model: request.model,
    ...(request.instructions && { instructions: request.instructions }),
    input: request.messages.map(({ role, content }) => ({ role, content })),
    ...(request.maxCompletionTokens && { max_output_tokens: request.maxCompletionTokens }),
    // What is to be taken up again has to be stored.
    store: background,
    ...(background && { background }),
    stream: true,
    ...(atOpenAI && { safety_identifier: request.endUser, stream_options: { include_obfuscation: false } }),
  }
}
