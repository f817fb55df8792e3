import { setTimeout as pause } from "node:timers/promises"
import { countPromptTokens } from "../prompt/history.ts"
import { countTokens, firstTokens } from "../prompt/tokenizer.ts"
import { Deck } from "./demo/deck.ts"
import { pacedWords } from "./demo/paced_words.ts"
import { SEQUELS } from "./demo/sequels.ts"
import { TALES } from "./demo/tales.ts"
import { tellStory } from "./demo/tell_story.ts"
import { Provider, type ProviderEvent, type RunRequest, type Usage } from "./provider.ts"

const WORDS_BEFORE_FAILURE = 20

/** A storyteller of our own, without a model or a network, so that the app works before anybody has a key. */
export class DemoProvider extends Provider {
  readonly #pause: number
  readonly #tales = new Deck(TALES)
  readonly #sequels = new Deck(SEQUELS)

  /** `pause` stretches the pace: 1 is that of somebody who reads aloud, 0 does not wait at all. */
  constructor({ pause = 1 } = {}) {
    super()
    this.#pause = pause
  }

  override async *stream(request: RunRequest, signal: AbortSignal): AsyncGenerator<ProviderEvent> {
    const story = tellStory(request, { tales: this.#tales, sequels: this.#sequels })
    const told = await toldOf(story, request)

    yield { type: "started", remoteId: null }
    for (const { word, milliseconds } of pacedWords(told)) {
      if (signal.aborted) return
      yield { type: "delta", text: word, sequence: null, messageRemoteId: null }
      await this.#breathe(milliseconds, signal)
    }

    const usage = await usageOf(request, told)
    if (!signal.aborted) yield lastEvent(request, { isWhole: told === story, usage })
  }

  async #breathe(milliseconds: number, signal: AbortSignal) {
    if (this.#pause > 0) {
      await pause(milliseconds * this.#pause, undefined, { signal }).catch(() => undefined)
    }
  }
}

async function toldOf(story: string, request: RunRequest) {
  const { maxCompletionTokens: limit } = request

  if (isToFail(request)) {
    return story.split(" ", WORDS_BEFORE_FAILURE).join(" ")
  } else {
    return limit ? firstTokens(story, limit) : story
  }
}

function lastEvent(
  request: RunRequest,
  { isWhole, usage }: { isWhole: boolean; usage: Usage },
): ProviderEvent {
  const ending = { messageRemoteId: null, usage }

  if (isToFail(request)) {
    return {
      type: "failed",
      code: "demo_failure",
      message: "The demo was asked to fail, and so it did.",
      usage,
    }
  } else if (isWhole) {
    return { type: "completed", ...ending }
  } else {
    return { type: "incomplete", reason: "max_output_tokens", ...ending }
  }
}

/** Who builds a page wants to see a failure without breaking anything. */
function isToFail({ messages }: RunRequest) {
  return /^\/fail\b/.test(messages.at(-1)?.content ?? "")
}

async function usageOf({ instructions, messages }: RunRequest, told: string) {
  return {
    inputTokens: await countPromptTokens(instructions, messages),
    outputTokens: await countTokens(told),
  }
}
