import { logger } from "../../lib/logger.ts"
import type { Outcome } from "../concerns/claimable.ts"
import type { Message } from "../models/message.ts"
import type { Run } from "../models/run.ts"
import { type Instead, type LastEvent, ProviderError } from "../providers/provider.ts"
import { isWithoutWords } from "../prompt/thinking.ts"
import { hasReachedOwnLimit } from "./usage.ts"

type Completed = Extract<LastEvent, { type: "completed" }>
type Incomplete = Extract<LastEvent, { type: "incomplete" }>

const INTERRUPTION = "The answer was cut off here. You can try again for a whole one."

/** What the provider's last event means for the run, with a sentence for people where it is not simply done. */
export async function outcomeOf(event: LastEvent, run: Run, answer: Message): Promise<Outcome> {
  switch (event.type) {
    case "completed":
      return isWithoutWords(answer.content) ? nothingSaid(event, answer) : { status: "completed" }
    case "incomplete":
      return {
        status: "incomplete",
        errorCode: event.reason,
        errorMessage: await sentence(event, run, answer),
      }
    case "failed":
      return { status: "failed", errorCode: event.code, errorMessage: event.message }
  }
}

export function outcomeOfError(error: unknown, run: Run): Outcome {
  if (error instanceof ProviderError) {
    return { status: "failed", errorCode: error.code, errorMessage: error.message }
  } else {
    logger.error("A run failed.", { runId: run.id, error })
    return {
      status: "failed",
      errorCode: "internal_error",
      errorMessage: "Something went wrong on our side. Try again.",
    }
  }
}

export function interruption(): Outcome {
  return { status: "incomplete", errorCode: "interrupted", errorMessage: INTERRUPTION }
}

/** An empty answer is none, and could not be tried again. */
function nothingSaid({ instead }: Completed, { content }: Message): Outcome {
  const errorMessage = `${nothingSentence(content.trim() === "" ? instead : "thinking")} Try again, or choose another model.`
  return { status: "failed", errorCode: "empty_answer", errorMessage }
}

function nothingSentence(instead: Instead | undefined) {
  switch (instead) {
    case "thinking":
      return "The model thought about it, and then gave no answer."
    case "tool_call":
      return "The model wanted to use a tool instead of answering, and there are none here."
    default:
      return "The model's answer was empty."
  }
}

async function sentence(event: Incomplete, run: Run, answer: Message): Promise<string> {
  const isEmpty = isWithoutWords(answer.content)

  switch (event.reason) {
    case "max_output_tokens":
      return limitSentence((await hasReachedOwnLimit(event.usage, run, answer)) ? run : null, isEmpty)
    case "content_filter":
      return isEmpty
        ? "The provider's content filter held the answer back. Say it in other words, or begin a new thread."
        : "The answer stops here: the provider's content filter ended it."
    case "interrupted":
      return INTERRUPTION
  }
}

/** Many a server has a limit of its own, far below what was asked for. */
function limitSentence(owner: Run | null, isEmpty: boolean) {
  const limit = owner?.maxCompletionTokens?.toLocaleString("en")

  if (limit && isEmpty) {
    return `The model used up its limit of ${limit} tokens before it began to answer: what it thinks counts, too. Allow the storyteller more, or choose another model.`
  } else if (limit) {
    return `The answer stops here: it reached its limit of ${limit} tokens.`
  } else if (isEmpty) {
    return "The model reached a limit of its own, or of its server, before it began to answer. Try again, or choose another model."
  } else {
    return "The answer stops here: it reached a limit of the model or its server. Ask it to go on, or choose another model."
  }
}
