import { logger } from "../lib/logger.ts"
import type { Outcome } from "./concerns/claimable.ts"
import type { Run } from "./models/run.ts"
import { type IncompleteReason, type LastEvent, ProviderError } from "./providers/provider.ts"

/** What the provider's last event means for the run, with a sentence for people where it is not simply done. */
export function outcomeOf(event: LastEvent, run: Run): Outcome {
  switch (event.type) {
    case "completed":
      return { status: "completed" }
    case "incomplete":
      return { status: "incomplete", errorCode: event.reason, errorMessage: sentence(event.reason, run) }
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

export function interruption(run: Run): Outcome {
  return { status: "incomplete", errorCode: "interrupted", errorMessage: sentence("interrupted", run) }
}

function sentence(reason: IncompleteReason, run: Run) {
  switch (reason) {
    case "max_output_tokens":
      return `The answer stops here: it reached its limit${run.maxCompletionTokens ? ` of ${run.maxCompletionTokens} tokens` : ""}.`
    case "content_filter":
      return "The answer stops here: the provider's content filter ended it."
    case "interrupted":
      return "The answer was cut off here. You can try again for a whole one."
  }
}
