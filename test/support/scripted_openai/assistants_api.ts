import { AssistantsReply, type Run, type ThreadMessage } from "./assistants_reply.ts"
import type { Connection } from "./connection.ts"
import type { Gate } from "./gate.ts"
import { newId } from "./new_id.ts"
import type { RecordedRequest } from "./recorded_request.ts"

type Thread = { messages: ThreadMessage[]; runs: Map<string, Run> }
type Answer = { status: number; body: unknown }
type Handler = (ids: string[], body: Record<string, unknown>) => unknown

/** Assistants, threads, messages and runs as Assistants v2 keeps them; gone when the server is. */
export class AssistantsApi {
  readonly #assistants = new Map<string, object>()
  readonly #threads = new Map<string, Thread>()

  readonly #routes: [method: string, pattern: string, handler: Handler][] = [
    ["POST", "/assistants", (_ids, body) => this.#saveAssistant(newId("asst"), body)],
    [
      "POST",
      "/assistants/:id",
      ([id = ""], body) => this.#assistants.has(id) && this.#saveAssistant(id, body),
    ],
    ["DELETE", "/assistants/:id", ([id = ""]) => this.#assistants.delete(id) && { id, deleted: true }],
    ["POST", "/threads", () => this.#createThread()],
    ["DELETE", "/threads/:id", ([id = ""]) => this.#threads.delete(id) && { id, deleted: true }],
    ["POST", "/threads/:id/messages", ([id = ""], body) => this.#createMessage(id, body)],
    ["GET", "/threads/:id/messages", ([id = ""]) => this.#listMessages(id)],
    ["GET", "/threads/:id/runs/:id", ([id = "", run = ""]) => this.#threads.get(id)?.runs.get(run)],
    ["POST", "/threads/:id/runs/:id/cancel", ([id = "", run = ""]) => this.#cancel(id, run)],
  ]

  answer(request: RecordedRequest): Answer {
    const route = this.#routes.find(([method, pattern]) => request.is(method, pattern))
    const body = route?.[2](request.match(route[1]) ?? [], request.body)
    const message = `Nothing found at ${request.path}.`
    return body ? { status: 200, body } : { status: 404, body: { error: { message, code: null } } }
  }

  startRun(request: RecordedRequest, connection: Connection, gate: Gate): AssistantsReply {
    const [threadId = ""] = request.match("/threads/:id/runs") ?? []
    const thread = this.#threads.get(threadId) ?? { messages: [], runs: new Map() }
    const run: Run = {
      ...request.body,
      id: newId("run"),
      object: "thread.run",
      thread_id: threadId,
      status: "queued",
    }
    this.#threads.set(threadId, thread)
    thread.runs.set(run.id, run)
    return new AssistantsReply(request, connection, gate, run, thread.messages)
  }

  /** What the last run is from now on, although nothing streams it. */
  setStatus(status: string) {
    Object.assign(this.#lastRun, { status })
  }

  /** A message that the last run wrote and did not stream. */
  addAnswer(content: string) {
    const { id: run_id, thread_id } = this.#lastRun
    const message = { id: newId("msg"), role: "assistant", run_id, content: [textPart(content)] }
    this.#threads.get(thread_id)?.messages.push(message)
  }

  /** What the last run was to answer. */
  conversation() {
    const { id, thread_id } = this.#lastRun
    const messages = this.#threads.get(thread_id)?.messages ?? []
    return messages.filter(({ run_id }) => run_id !== id).map(said)
  }

  get #lastRun(): Run {
    return [...this.#threads.values()].flatMap(({ runs }) => [...runs.values()]).at(-1) as Run
  }

  #saveAssistant(id: string, attributes: object) {
    this.#assistants.set(id, attributes)
    return { id, object: "assistant", ...attributes }
  }

  #createThread() {
    const id = newId("thread")
    this.#threads.set(id, { messages: [], runs: new Map() })
    return { id, object: "thread" }
  }

  #createMessage(threadId: string, { role, content }: Record<string, unknown>) {
    const message = {
      id: newId("msg"),
      role: String(role),
      run_id: null,
      content: [textPart(String(content))],
    }
    this.#threads.get(threadId)?.messages.push(message)
    return this.#threads.has(threadId) && message
  }

  #listMessages(threadId: string) {
    const thread = this.#threads.get(threadId)
    return thread && { object: "list", data: thread.messages, has_more: false }
  }

  #cancel(threadId: string, runId: string) {
    const run = this.#threads.get(threadId)?.runs.get(runId)
    return run && Object.assign(run, { status: "cancelled" })
  }
}

function said({ role, content }: ThreadMessage) {
  return { role, content: content.map(({ text }) => text.value).join("") }
}

function textPart(value: string) {
  return { type: "text", text: { value, annotations: [] } }
}
