import { ProviderError, type ProviderMessage } from "./providers/provider.ts"
import { countTokens } from "./tokenizer.ts"

/** What a model reads beside the words themselves: a frame around each message, and the beginning of its answer. */
const TOKENS_PER_MESSAGE = 4
const TOKENS_OF_REPLY = 3

export class PromptTooLong extends ProviderError {
  constructor(needed: number, allowed: number) {
    super(
      "prompt_too_long",
      `The instructions and this message need ${amount(needed)} tokens, but only ${amount(allowed)} are allowed. ` +
        "Shorten the message, or allow the storyteller more prompt tokens.",
    )
  }
}

/**
 * Whole messages from the newest back, as many as fit beside the instructions into `maxPromptTokens`; null is no
 * limit. The first is always a question. Throws PromptTooLong when not even the last message fits.
 */
export async function trimHistory(
  messages: ProviderMessage[],
  { instructions, maxPromptTokens }: { instructions: string; maxPromptTokens: number | null },
): Promise<ProviderMessage[]> {
  const said = messages
    .map(({ role, content }) => ({ role, content }))
    .filter(({ content }) => content.trim() !== "")
  const kept = maxPromptTokens === null ? said : await newest(said, instructions, maxPromptTokens)
  const question = kept.findIndex(({ role }) => role === "user")
  return kept.slice(question)
}

/** Tokens that a provider counts for the instructions and all messages. */
export async function countPromptTokens(instructions: string, messages: ProviderMessage[]): Promise<number> {
  let tokens = await tokensOfFrame(instructions)
  for (const message of messages) tokens += await tokensOf(message)
  return tokens
}

async function newest(
  messages: ProviderMessage[],
  instructions: string,
  limit: number,
): Promise<ProviderMessage[]> {
  let tokens = await tokensOfFrame(instructions)
  let first = messages.length

  for (const message of messages.toReversed()) {
    tokens += await tokensOf(message)
    if (tokens > limit) break
    first--
  }

  if (first === messages.length) throw new PromptTooLong(tokens, limit)
  return messages.slice(first)
}

async function tokensOfFrame(instructions: string) {
  return TOKENS_OF_REPLY + (instructions ? TOKENS_PER_MESSAGE + (await countTokens(instructions)) : 0)
}

async function tokensOf({ content }: ProviderMessage) {
  return TOKENS_PER_MESSAGE + (await countTokens(content))
}

function amount(tokens: number) {
  return tokens.toLocaleString("en")
}
