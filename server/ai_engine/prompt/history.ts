import { ProviderError, type ProviderMessage } from "../providers/provider.ts"
import { withoutThinking } from "./thinking.ts"
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
 * Whole messages, oldest first, of those that are given newest first: as many as fit beside the instructions into
 * `maxPromptTokens`; null is no limit. The first is always a question. Throws PromptTooLong when not even the last
 * message fits.
 */
export async function trimHistory(
  messages: AsyncIterable<ProviderMessage>,
  { instructions, maxPromptTokens }: { instructions: string; maxPromptTokens: number | null },
): Promise<ProviderMessage[]> {
  const backwards = withoutThoughts(messages)
  const kept =
    maxPromptTokens === null
      ? await Array.fromAsync(backwards)
      : await newest(backwards, instructions, maxPromptTokens)
  const question = kept.findLastIndex(({ role }) => role === "user")
  return kept.slice(0, question + 1).reverse()
}

/** Neighbours of one role, in one each. An answer that failed leaves two questions, and many a chat template refuses them. */
export function inTurns<Message extends ProviderMessage>(messages: Message[]): Message[][] {
  const turns: Message[][] = []

  for (const message of messages) {
    const last = turns.at(-1)
    if (last?.[0]?.role === message.role) last.push(message)
    else turns.push([message])
  }
  return turns
}

/** What a turn says, as one message. */
export function said(turn: ProviderMessage[]): ProviderMessage {
  const [{ role }] = turn as [ProviderMessage]
  return { role, content: turn.map(spoken).join("\n\n") }
}

/** Tokens that a provider counts for the instructions and all messages. */
export async function countPromptTokens(instructions: string, messages: ProviderMessage[]): Promise<number> {
  let tokens = await tokensOfFrame(instructions)
  for (const message of messages) tokens += await tokensOf(message)
  return tokens
}

/** A model is not told again what it thought. */
function spoken({ role, content }: ProviderMessage) {
  return role === "assistant" ? withoutThinking(content) : content
}

async function* withoutThoughts(messages: AsyncIterable<ProviderMessage>): AsyncGenerator<ProviderMessage> {
  for await (const message of messages) yield { role: message.role, content: spoken(message) }
}

async function newest(
  backwards: AsyncIterable<ProviderMessage>,
  instructions: string,
  limit: number,
): Promise<ProviderMessage[]> {
  const kept: ProviderMessage[] = []
  let tokens = await tokensOfFrame(instructions)

  for await (const message of backwards) {
    tokens += await tokensOf(message)
    if (tokens > limit) break
    kept.push(message)
  }

  if (kept.length === 0) throw new PromptTooLong(tokens, limit)
  return kept
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
