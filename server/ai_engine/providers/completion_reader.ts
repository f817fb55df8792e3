import { AnswerText } from "./answer_text.ts"
import type { EventQueue } from "./event_queue.ts"
import { isToolCall, meaningOf } from "./finish_reason.ts"
import type { Instead, LastEvent, Usage } from "./provider.ts"
import { type Evidence, streamEnding } from "./stream_ending.ts"
import { errorIn, StreamedError } from "./streamed_error.ts"
import { isObject, textOf } from "./text_of.ts"
import { largerUsage, usageIn } from "./usage_figures.ts"

type Told = Record<string, unknown>

/** Reads what Chat Completions say, chunk by chunk or as a whole. */
export class CompletionReader {
  readonly #answer: AnswerText
  readonly #queue: EventQueue
  usage: Usage | null = null
  #hasStarted = false
  /** Several answers may come at once: the first that comes is read, whatever its number. */
  #index: unknown
  #finishReason: unknown = null
  #wordsFollowed = false
  #isSummedUp = false
  #whole = ""
  #instead: Instead | undefined

  constructor(queue: EventQueue) {
    this.#answer = new AnswerText(queue)
    this.#queue = queue
  }

  /** Answers how it ended once nothing more can come. */
  read(chunk: Told): LastEvent | undefined {
    const choice = this.#choiceOf(chunk)
    const error = errorIn({ error: choice.error })
    if (error) throw new StreamedError(error, chunk)

    const hasWords = this.#readWords(chunk, choice)
    const hasThoughts = this.#noticeInstead(isObject(choice.delta) ? choice.delta : {})
    const used = this.#readUsage(chunk, choice)
    this.#readFinish(choice, hasWords)
    this.#isSummedUp = hasWords || hasThoughts ? false : this.#isSummedUp || used !== null

    // Some servers leave the stream open after that.
    return this.#meaning && this.#isSummedUp && used?.outputTokens ? this.ending("ended") : undefined
  }

  /** How it ended, all that came considered. */
  ending(closing: Evidence["closing"]): LastEvent {
    if (this.#whole !== "") this.#start(null)
    this.#answer.complete(this.#whole)
    const last = streamEnding({
      said: this.#meaning,
      wordsFollowed: this.#wordsFollowed,
      isSummedUp: this.#isSummedUp,
      closing,
      messageRemoteId: null,
      usage: this.usage,
    })
    const isInstead = last.type === "completed" && this.#instead && this.#answer.content.trim() === ""
    return isInstead ? { ...last, instead: this.#instead as Instead } : last
  }

  /** No more comes; what waits for a rest is told without it. */
  finish() {
    this.#answer.finish()
  }

  /** Words may follow all the same: some servers say so with each of them. */
  get hasFinished() {
    return this.#meaning !== null
  }

  get #meaning() {
    return meaningOf(this.#finishReason, this.usage)
  }

  #choiceOf({ choices }: Told): Told {
    const told = Array.isArray(choices) ? choices.filter(isObject) : []
    const choice = told.find(
      ({ index }) => this.#index === undefined || String(index ?? this.#index) === String(this.#index),
    )
    // Until one has begun to speak, it may be any.
    if (choice?.index != null && hasSpoken(choice)) this.#index = choice.index
    return choice ?? {}
  }

  /** Whether there are any. */
  #readWords({ id }: Told, { delta, message, text }: Told): boolean {
    const { content, refusal }: Told = isObject(delta) ? delta : { content: delta }
    const words = textOf(content ?? text) + textOf(refusal)

    if (words !== "" || isId(id)) this.#start(isId(id) ? String(id) : null)
    this.#answer.add(words)
    if (message) this.#readMessage(isObject(message) ? message : { content: message })
    return words !== ""
  }

  /** The whole of it, which some servers tell at the end, and some with every word. */
  #readMessage(message: Told) {
    this.#whole = textOf(message.content) + textOf(message.refusal) || this.#whole
    this.#noticeInstead(message)
  }

  /** Whether anything came but words. */
  #noticeInstead(delta: Told): boolean {
    const { content, tool_calls: tools, function_call: call, reasoning_content: thoughts, reasoning } = delta

    if ((Array.isArray(tools) && tools.length > 0) || isObject(call)) {
      this.#instead = "tool_call"
      return true
    } else if ((Array.isArray(content) && content.length > 0) || thoughts || reasoning) {
      this.#instead ??= "thinking"
      return true
    } else {
      return false
    }
  }

  /** Groq tells it under a name of its own, Moonshot in the choice. */
  #readUsage({ usage, x_groq: groq }: Told, choice: Told): Usage | null {
    const told = usageIn(usage) ?? usageIn(isObject(groq) ? groq.usage : null) ?? usageIn(choice.usage)
    this.usage = largerUsage(this.usage, told)
    return told
  }

  #readFinish({ finish_reason: reason, finishReason }: Told, hasWords: boolean) {
    if (hasWords && this.#meaning) this.#wordsFollowed = true

    const told = reason || finishReason
    if (meaningOf(told, null)) {
      this.#finishReason = told
      if (!hasWords) this.#wordsFollowed = false
      if (isToolCall(told)) this.#instead = "tool_call"
    }
  }

  #start(remoteId: string | null) {
    if (!this.#hasStarted) this.#queue.push({ type: "started", remoteId })
    this.#hasStarted = true
  }
}

function hasSpoken({ delta, message, text, finish_reason: reason }: Told) {
  return Boolean(reason || text || (isObject(delta) && textOf(delta.content)) || message)
}

function isId(id: unknown) {
  return (typeof id === "string" && id !== "") || typeof id === "number"
}
