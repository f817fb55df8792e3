import { INTERRUPTED, type LastEvent, type Usage } from "./provider.ts"

/** What a stream has shown of its end. */
export type Evidence = {
  /** What a last event or a finish reason means. */
  said: LastEvent | null
  /** More words came after that: servers exist that send a finish reason with each of them. */
  wordsFollowed: boolean
  /** After the last words the server told the usage, or that the message was done. */
  isSummedUp: boolean
  /** `[DONE]`; the end of the response; neither. */
  closing: "done" | "ended" | "cut"
  messageRemoteId: string | null
  usage: Usage | null
}

type Rule = {
  said?: boolean
  wordsFollowed?: boolean
  isSummedUp?: boolean
  hasUsage?: boolean
  closing?: Evidence["closing"][]
  verdict: "as said" | "completed" | "interrupted"
}

/** The first rule that fits counts; what a rule leaves out may be anything. */
const RULES: Rule[] = [
  { said: true, wordsFollowed: false, verdict: "as said" },
  { said: true, closing: ["done", "ended"], verdict: "as said" },
  { said: true, isSummedUp: true, verdict: "as said" },
  { said: false, isSummedUp: true, closing: ["done", "ended"], verdict: "completed" },
  { said: false, hasUsage: true, closing: ["done"], verdict: "completed" },
  { verdict: "interrupted" },
]

/** How an answer ended. No server sends all that a stream's end should have, so all that it did send is weighed. */
export function streamEnding(evidence: Evidence): LastEvent {
  const { messageRemoteId, usage } = evidence
  const { verdict } = RULES.find((rule) => fits(rule, evidence)) as Rule

  switch (verdict) {
    case "as said":
      return evidence.said as LastEvent
    case "completed":
      return { type: "completed", messageRemoteId, usage }
    case "interrupted":
      return { ...INTERRUPTED, messageRemoteId, usage }
  }
}

function fits({ said, wordsFollowed, isSummedUp, hasUsage, closing }: Rule, evidence: Evidence) {
  return (
    (said === undefined || said === (evidence.said !== null)) &&
    (wordsFollowed === undefined || wordsFollowed === evidence.wordsFollowed) &&
    (isSummedUp === undefined || isSummedUp === evidence.isSummedUp) &&
    (hasUsage === undefined || hasUsage === (evidence.usage !== null)) &&
    (closing === undefined || closing.includes(evidence.closing))
  )
}
