import type { BookedUsage } from "../concerns/claimable.ts"
import { countPromptTokens } from "../prompt/history.ts"
import { Message } from "../models/message.ts"
import type { Run } from "../models/run.ts"
import type { Usage } from "../providers/provider.ts"
import { promptOf } from "../prompt/run_request.ts"
import { countTokens } from "../prompt/tokenizer.ts"

/** No tokenizer puts more characters into a token on an average; to count our own tokens costs more than to look. */
const CHARACTERS_PER_TOKEN = 12
/** How much fewer tokens than ours another tokenizer may need for the same text. */
const FEWER = 4
/** An answer that ends so near to its limit ended because of it; our own count is less sure. */
const NEAR = 0.95
const NEAR_AS_WE_COUNT = 0.75

const NOTHING: BookedUsage = { promptTokenUsage: 0, completionTokenUsage: 0, usageEstimated: false }

/** As we count it, for where the provider does not say: who hangs up is not told. Nothing for what never began. */
export async function estimatedUsage(run: Run, answer: Message): Promise<BookedUsage | undefined> {
  if (run.remoteId === null && answer.content === "") return undefined

  return {
    promptTokenUsage: await ownInput(run, answer),
    completionTokenUsage: await countTokens(answer.content),
    usageEstimated: true,
  }
}

/** For a run that has ended, however that came. Nothing is booked where it is another process's by now. */
export async function bookUsage(run: Run, usage: BookedUsage | undefined) {
  if (usage && (await run.book(usage))) {
    const { promptTokenUsage, completionTokenUsage } = usage
    await Message.query()
      .where({ runId: run.id, role: "assistant" })
      .update({ promptTokenUsage, completionTokenUsage })
  }
}

/** As the provider counts it, where it does; as we count it, marked as an estimate, for what it leaves out or can't be. */
export async function bookedUsage(
  usage: Usage | null,
  run: Run,
  answer: Message,
): Promise<BookedUsage | undefined> {
  if (usage === null) return undefined
  if (answer.content === "" && usage.inputTokens === 0 && usage.outputTokens === 0) return NOTHING

  const told = { input: usage.inputTokens || null, output: await plausibleOutput(usage, answer) }
  const { input, output } = split(told, usage.totalTokens ?? 0)
  const promptTokenUsage = input ?? (await ownInput(run, answer))
  const rest = (usage.totalTokens ?? 0) - promptTokenUsage
  const own = output === null ? await countTokens(answer.content) : 0

  return {
    promptTokenUsage,
    // Of a total, what is not the prompt's is the answer's: what was thought counts, too, and can't be seen.
    completionTokenUsage: output ?? Math.max(rest, own),
    usageEstimated: input === null || output === null || usage.isRounded === true,
  }
}

/** Whether an answer that was too long was so by the limit that we asked for, and not by one of the server's. */
export async function hasReachedOwnLimit(usage: Usage | null, run: Run, answer: Message): Promise<boolean> {
  const { maxCompletionTokens: limit } = run
  if (limit === null) return false

  const told = usage && (await plausibleOutput(usage, answer))
  return told === null
    ? (await countTokens(answer.content)) >= limit * NEAR_AS_WE_COUNT
    : told >= limit * NEAR - 1
}

/** What one figure and the total say of the other. */
function split({ input, output }: { input: number | null; output: number | null }, total: number) {
  if (input !== null && output === null && total > input) {
    return { input, output: total - input }
  } else if (output !== null && input === null && total > output) {
    return { input: total - output, output }
  } else {
    return { input, output }
  }
}

/** Null where the words alone are far more than that: it was told before they came, or not counted at all. */
async function plausibleOutput({ outputTokens: told }: Usage, { content }: Message): Promise<number | null> {
  if (told === null) return null

  const isSuspicious = told * CHARACTERS_PER_TOKEN < content.length
  return isSuspicious && told * FEWER < (await countTokens(content)) ? null : told
}

async function ownInput(run: Run, answer: Message) {
  return countPromptTokens(run.instructions, await promptOf(run, answer))
}
