import type { Run } from "openai/resources/beta/threads/runs/runs"
import { failure, failureOf } from "./failure.ts"
import { INTERRUPTED, type LastEvent, type Usage } from "./provider.ts"
import { usageIn } from "./usage_figures.ts"

const TOOL_SENTENCE = "The assistant wants to use a tool, and it has none here. Choose another one."

/** What a remote run's status means here. */
export function assistantRunEnding(run: Run, messageRemoteId: string | null): LastEvent {
  const usage = assistantRunUsage(run)

  switch (run.status) {
    case "completed":
      return { type: "completed", messageRemoteId, usage }
    case "incomplete":
      return incomplete(run, messageRemoteId, usage)
    case "failed":
      return failureOf(run.last_error, usage)
    case "requires_action":
      return failure("requires_action", TOOL_SENTENCE, { usage })
    default:
      return { ...INTERRUPTED, messageRemoteId, usage }
  }
}

function incomplete(run: Run, messageRemoteId: string | null, usage: Usage | null): LastEvent {
  // Of the reasons, the client's types know only the first two.
  const reason: string | undefined = run.incomplete_details?.reason

  if (reason === "max_prompt_tokens") {
    return failure(reason, promptSentence(run), { usage })
  } else if (reason === "max_completion_tokens" || reason === "max_tokens" || reason === "length") {
    return { type: "incomplete", reason: "max_output_tokens", messageRemoteId, usage }
  } else {
    return {
      type: "incomplete",
      reason: reason === "content_filter" ? reason : "interrupted",
      messageRemoteId,
      usage,
    }
  }
}

function promptSentence({ max_prompt_tokens: limit }: Run) {
  return `The conversation does not fit into the ${limit ? `${limit} ` : ""}prompt tokens that are allowed. Allow more, or begin a new thread.`
}

export function assistantRunUsage({ usage }: Partial<Run>): Usage | null {
  return usageIn(usage)
}
