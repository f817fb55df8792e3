import { failure } from "./failure.ts"
import type { LastEvent, Usage } from "./provider.ts"

type Meaning = "whole" | "cut short" | "withheld" | "broken off" | "failed" | "unknown"

/** What servers call the end of an answer, in small letters and one kind of dash. The first that fits counts. */
const MEANINGS: [RegExp, Meaning][] = [
  [/^(stop|stopped|end|ended|eos|done|finish|finished|complete|completed|success|normal)$/, "whole"],
  [/^(eos_token|end_turn|end_of_turn|end_of_text|stop_sequence|stop_word|stop_token)$/, "whole"],
  [/^(tool|tools|function)_(call|calls|use)$/, "whole"],
  [/filter|safety|sensitive|guardrail|moderat|toxic|prohibit|blocklist|recitation|spii|refus/, "withheld"],
  [/length|limit$|max_.*tokens|token_limit|context_window/, "cut short"],
  [/time_?out|time_limit|abort|cancel|interrupt/, "broken off"],
  [/error|fail|insufficient|overload|unavailable|malformed|exhausted/, "failed"],
]
const NONE = ["", "null", "none", "undefined", "not_finished", "unspecified"]

/** What a `finish_reason` means; null where it is none, as servers exist that send an empty one with every word. */
export function meaningOf(reason: unknown, usage: Usage | null): LastEvent | null {
  if (typeof reason !== "string") return null

  const name = reason
    .trim()
    .toLowerCase()
    .replace(/^finish_?reason_/, "")
    .replace(/[^a-z0-9]+/g, "_")
  return NONE.includes(name) ? null : lastEvent(name, reason.trim(), usage)
}

export function isToolCall(reason: unknown) {
  return typeof reason === "string" && /^(tool|function)/i.test(reason)
}

function lastEvent(name: string, asTold: string, usage: Usage | null): LastEvent {
  const [, meaning] = MEANINGS.find(([pattern]) => pattern.test(name)) ?? [null, "unknown"]
  const incomplete = { type: "incomplete", messageRemoteId: null, usage } as const

  switch (meaning) {
    case "whole":
      return { type: "completed", messageRemoteId: null, usage }
    case "cut short":
      return { ...incomplete, reason: "max_output_tokens" }
    case "withheld":
      return { ...incomplete, reason: "content_filter" }
    case "broken off":
      return { ...incomplete, reason: "interrupted" }
    case "failed":
      return failure(name, troubleSentence(name), { usage })
    default:
      return failure("unknown_finish_reason", unknownSentence(asTold), { usage })
  }
}

function troubleSentence(name: string) {
  return /insufficient|overload|unavailable|exhausted/.test(name)
    ? "The model's server has too much to do just now and broke the answer off."
    : "Something went wrong at the model's server, and it broke the answer off."
}

function unknownSentence(reason: string) {
  return `The model's server ended the answer here, for a reason that is not known to us: “${reason.slice(0, 60)}”.`
}
