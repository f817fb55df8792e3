import { once } from "node:events"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"
import { parseArgs } from "node:util"
import { AssistantsApi } from "./scripted_openai/assistants_api.ts"
import { ChatCompletionsReply } from "./scripted_openai/chat_completions_reply.ts"
import { Connection } from "./scripted_openai/connection.ts"
import { Gate } from "./scripted_openai/gate.ts"
import { RecordedRequest } from "./scripted_openai/recorded_request.ts"
import type { Reply } from "./scripted_openai/reply.ts"
import { ResponsesApi } from "./scripted_openai/responses_api.ts"
import { STORY } from "./scripted_openai/story.ts"

/** What a streamed answer does: everything on the reply, in order. One that returns without an end hangs. */
export type Scenario = (reply: Reply) => unknown

type Refusal = { status: number; body: unknown; headers: Record<string, string> }

const ANSWERS = ["/responses", "/chat/completions", "/threads/:id/runs"]

/** Says `chunks` one by one, stopping before each while the server is on hold, and completes. */
export function tells(...chunks: string[]): Scenario {
  return async (reply) => {
    for (const chunk of chunks) {
      await reply.turn()
      reply.say(chunk)
    }
    reply.complete()
  }
}

/** A server on a free port that speaks as much of OpenAI's APIs as the engine uses, and does what it is told to. */
export async function startScriptedOpenAI({ port = 0, pause = 0 } = {}): Promise<ScriptedOpenAI> {
  const openai = new ScriptedOpenAI(pause)
  await openai.listen(port)
  return openai
}

export class ScriptedOpenAI {
  /** Every request that came, oldest first. */
  readonly requests: RecordedRequest[] = []
  readonly responses = new ResponsesApi()
  readonly assistants = new AssistantsApi()
  readonly #scenarios: Scenario[] = []
  readonly #refusals: Refusal[] = []
  readonly #gate: Gate
  readonly #server = createServer((request, response) => this.#receive(request, response))

  /** `pause` is the time in milliseconds before each chunk of a story. */
  constructor(pause: number) {
    this.#gate = new Gate(pause)
  }

  /** What OPENAI_BASE_URL is to be. */
  get url() {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`
  }

  /** How often a new answer was asked for. */
  get created() {
    return this.requests.filter((request) => ANSWERS.some((path) => request.is("POST", path))).length
  }

  /** The next streamed answers, one scenario for each; after them, and without any, a short story is told. */
  script(...scenarios: Scenario[]) {
    this.#scenarios.push(...scenarios)
  }

  /** The next request that is not for a streamed answer is refused. */
  refuseNext(status: number, body: unknown, headers: Record<string, string> = {}) {
    this.#refusals.push({ status, body, headers })
  }

  /** Answers that are being told stop before their next chunk, until `release`. */
  hold() {
    this.#gate.close()
  }

  release() {
    this.#gate.open()
  }

  async listen(port: number) {
    this.#server.listen(port, "127.0.0.1")
    await once(this.#server, "listening")
  }

  async close() {
    this.#server.close()
    this.#server.closeAllConnections()
    await once(this.#server, "close")
  }

  async #receive(message: IncomingMessage, response: ServerResponse) {
    const request = new RecordedRequest(message, await text(message), response)
    const connection = new Connection(response)
    this.requests.push(request)

    if (request.is("POST", "/responses")) {
      await this.#tell(this.responses.start(request, connection, this.#gate))
    } else if (request.is("POST", "/chat/completions")) {
      await this.#tell(new ChatCompletionsReply(request, connection, this.#gate))
    } else if (request.is("POST", "/threads/:id/runs")) {
      await this.#tell(this.assistants.startRun(request, connection, this.#gate))
    } else {
      this.#answer(request, connection)
    }
  }

  #answer(request: RecordedRequest, connection: Connection) {
    const refusal = this.#refusals.shift()
    const stored = this.responses.find(request)

    if (refusal) {
      connection.answer(refusal.status, refusal.body, refusal.headers)
    } else if (stored) {
      this.responses.answer(stored, request, connection)
    } else {
      const { status, body } = this.assistants.answer(request)
      connection.answer(status, body)
    }
  }

  async #tell(reply: Reply) {
    const scenario = this.#scenarios.shift() ?? tells(...STORY)
    await scenario(reply)
  }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { port: { type: "string", default: "4010" } } })
  const openai = await startScriptedOpenAI({ port: Number(values.port), pause: 30 })
  console.log(`OPENAI_BASE_URL=${openai.url}`)
}
