import { once } from "node:events"
import { createServer, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { json } from "node:stream/consumers"
import { now } from "../now.ts"
import { serve } from "../remote.ts"
import { type Script, scriptIn, tokens } from "../story.ts"

const PATIENCE = 3_000

type Request = { input: { content: string }[] }

/** Tells one story as `POST /responses` streams it, and remembers when each token was written. */
class Story {
  readonly script: Script
  readonly sent: Float64Array
  readonly #response: ServerResponse
  readonly #tokens: string[]
  #start = 0
  #told = 0
  #sequence = 0

  constructor(script: Script, response: ServerResponse) {
    this.script = script
    this.sent = new Float64Array(script.tokens)
    this.#response = response
    this.#tokens = tokens(script.tokens)
  }

  begin(start: number) {
    this.#start = start
    this.#response.writeHead(200, { "content-type": "text/event-stream" })
    this.#event("response.created", { response: this.#answer("in_progress") })
    this.#event("response.output_item.added", { output_index: 0, item: { ...this.#message, content: [] } })
  }

  /** Says all that is due by now; true as long as there is more. */
  tellUntil(time: number) {
    while (this.#told < this.#tokens.length && this.#start + this.#told * this.script.interval <= time) {
      this.sent[this.#told] = now()
      this.#say(this.#tokens[this.#told++] as string)
    }

    if (this.#told < this.#tokens.length) {
      return true
    } else {
      this.#complete()
      return false
    }
  }

  #say(delta: string) {
    const place = { item_id: this.#message.id, output_index: 0, content_index: 0 }
    this.#event("response.output_text.delta", { ...place, delta, logprobs: [] })
  }

  #complete() {
    const content = [{ type: "output_text", text: this.#tokens.join(""), annotations: [] }]
    const usage = { input_tokens: 20, output_tokens: this.#told, total_tokens: 20 + this.#told }
    const output = [{ ...this.#message, content }]
    this.#event("response.completed", { response: { ...this.#answer("completed"), output, usage } })
    this.#response.end()
  }

  #event(type: string, fields: object) {
    const data = JSON.stringify({ type, sequence_number: this.#sequence++, ...fields })
    this.#response.write(`event: ${type}\ndata: ${data}\n\n`)
  }

  #answer(status: string) {
    return {
      id: `resp_${this.script.story}`,
      object: "response",
      status,
      output: [],
      error: null,
      usage: null,
    }
  }

  get #message() {
    return { id: `msg_${this.script.story}`, type: "message", role: "assistant" }
  }
}

/** The stories that begin together, their tokens evenly spread over the interval, as strangers' would be. */
class Round {
  readonly #stories: Story[] = []
  #patience: NodeJS.Timeout | undefined

  join(story: Story) {
    clearTimeout(this.#patience)
    this.#stories.push(story)

    if (this.#stories.length === story.script.stories) {
      this.#begin()
    } else {
      this.#patience = setTimeout(() => this.#begin(), PATIENCE)
    }
  }

  #begin() {
    const start = now()
    const stories = this.#stories.splice(0)
    for (const [index, story] of stories.entries()) {
      story.begin(start + (story.script.interval * index) / stories.length)
      underWay.add(story)
    }
    timer ??= setInterval(tell, 1)
    tell()
  }
}

const rounds = new Map<number, Round>()
const stories = new Map<number, Story>()
const underWay = new Set<Story>()
let timer: NodeJS.Timeout | undefined

function tell() {
  for (const story of underWay) {
    if (!story.tellUntil(now())) underWay.delete(story)
  }

  if (underWay.size === 0) {
    clearInterval(timer)
    timer = undefined
  }
}

const server = createServer(async (request, response) => {
  const { input } = (await json(request)) as Request
  const script = scriptIn(input.at(-1)?.content ?? "")
  const story = new Story(script, response)
  const round = rounds.get(script.round) ?? new Round()

  stories.set(script.story, story)
  rounds.set(script.round, round)
  round.join(story)
})

export const methods = {
  async listen() {
    await once(server.listen(0, "127.0.0.1"), "listening")
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  },

  /** When the tokens of each story were written; after that, the stories are forgotten. */
  sent(ids: number[]) {
    const sent = ids.map((id) => stories.get(id)?.sent ?? new Float64Array())
    for (const id of ids) stories.delete(id)
    return sent
  },
}

serve(methods)
