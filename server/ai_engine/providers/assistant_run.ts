import type { OpenAI } from "openai"
import type { AssistantStreamEvent } from "openai/resources/beta/assistants"
import type { Message } from "openai/resources/beta/threads/messages"
import type { Run } from "openai/resources/beta/threads/runs/runs"
import { AnswerText } from "./answer_text.ts"
import { assistantRunEnding, assistantRunUsage } from "./assistant_run_ending.ts"
import type { EventQueue } from "./event_queue.ts"
import { EventStream } from "./event_stream.ts"
import { isCut } from "./last_event.ts"
import { INTERRUPTED, type LastEvent, type RunRequest } from "./provider.ts"
import { RemoteRun } from "./remote_run.ts"
import { retrying } from "./retrying.ts"
import { textOf } from "./text_of.ts"

const ENDED_WELL = ["completed", "incomplete"]

/** One streamed run of a remote thread. It goes on when its stream is cut: then its end is looked up. */
export class AssistantRun {
  readonly #client: OpenAI
  readonly #request: RunRequest
  readonly #threadId: string
  readonly #idleTimeout: number
  readonly #queue: EventQueue
  readonly #answer: AnswerText
  #remote: RemoteRun | undefined

  constructor(client: OpenAI, request: RunRequest, idleTimeout: number, queue: EventQueue) {
    this.#client = client
    this.#request = request
    this.#threadId = request.threadRemoteId as string
    this.#idleTimeout = idleTimeout
    this.#queue = queue
    this.#answer = new AnswerText(queue)
  }

  async answer(): Promise<LastEvent> {
    try {
      const run = (await this.#follow()) ?? (await this.#lookUp())
      return run ? assistantRunEnding(await this.#withUsage(run), this.#answer.messageRemoteId) : INTERRUPTED
    } finally {
      this.#answer.finish()
      // Closing the connection does not stop the run.
      if (this.#queue.signal.aborted) void this.#remote?.cancel()
    }
  }

  /** The run as it ended, or nothing when its stream was cut before. */
  async #follow(): Promise<Run | undefined> {
    const answered = await retrying(() => this.#create().asResponse(), this.#queue.signal)
    const stream = new EventStream<AssistantStreamEvent>(answered, this.#idleTimeout, this.#queue)

    try {
      const run = await stream.read((event) => this.#read(event))
      this.#answer.finish()
      // Not every server streams the words.
      if (run?.status === "completed" && this.#answer.content === "") await this.#complete()
      return run
    } catch (error) {
      if (!isCut(error)) throw error
    }
  }

  #read(event: AssistantStreamEvent): Run | undefined {
    switch (event.event) {
      case "thread.run.created":
      case "thread.run.queued":
      case "thread.run.in_progress":
        this.#begin(event.data)
        break
      case "thread.message.delta":
        this.#answer.add(textOf(event.data.delta?.content), { messageId: event.data.id || undefined })
        break
      case "thread.message.completed":
        this.#readWhole(event.data)
        break
      case "thread.run.completed":
      case "thread.run.incomplete":
      case "thread.run.failed":
      case "thread.run.cancelled":
      case "thread.run.expired":
      case "thread.run.requires_action":
        this.#begin(event.data)
        return event.data
    }
  }

  /** Not every server streams the words. */
  #readWhole({ id, content }: Message) {
    const { content: told, messageRemoteId } = this.#answer
    if (told === "" || (messageRemoteId !== null && id && messageRemoteId !== id)) {
      this.#answer.add(textOf(content), { messageId: id || undefined })
    }
  }

  #begin({ id }: Run) {
    if (!this.#remote) {
      this.#remote = new RemoteRun(id, this.#client, this.#threadId, this.#queue.signal)
      this.#queue.push({ type: "started", remoteId: id })
    }
  }

  /** The run as it ended, after the text that was missed; nothing when that can't be told. */
  async #lookUp(): Promise<Run | undefined> {
    const run = this.#queue.signal.aborted ? undefined : await this.#remote?.settled(this.#idleTimeout)

    if (run && ENDED_WELL.includes(run.status)) {
      return (await this.#complete()) ? run : undefined
    } else {
      return run
    }
  }

  /** False when the messages don't hold all that came. */
  async #complete(): Promise<boolean> {
    const messages = (await this.#remote?.messages()) ?? []

    this.#answer.startOver()
    for (const message of messages) this.#answer.add(textOf(message.content), { messageId: message.id })
    return messages.length > 0 && this.#answer.isWhole
  }

  async #withUsage(run: Run): Promise<Run> {
    return assistantRunUsage(run) ? run : ((await this.#remote?.retrieve()) ?? run)
  }

  #create() {
    const { assistantRemoteId, model, instructions, parameters, maxPromptTokens, maxCompletionTokens } =
      this.#request

    return this.#client.beta.threads.runs.create(
      this.#threadId,
      {
        ...parameters,
        assistant_id: assistantRemoteId as string,
        model,
        instructions,
        ...(maxPromptTokens && { max_prompt_tokens: maxPromptTokens }),
        ...(maxCompletionTokens && { max_completion_tokens: maxCompletionTokens }),
        stream: true,
      },
      { signal: this.#queue.signal },
    )
  }
}
