import { transaction } from "../../db/index.ts"
import { isUniqueViolation } from "../lib/errors.ts"
import type { Assistant } from "./models/assistant.ts"
import { AssistantThread } from "./models/assistant_thread.ts"
import { Message } from "./models/message.ts"
import { Run } from "./models/run.ts"
import { tell } from "./tell.ts"

export type AskOptions = {
  assistant: Assistant
  content: string
  /** The assistant's own, when left out. */
  model?: string | undefined
  /** Made by who sends: the same words sent twice under one id are written once. */
  clientId?: string | undefined
}

const TITLE_LENGTH = 60
const LONGEST_BEGINNING = 1_000

/**
 * Stores a question and a queued run with its empty answer, in one transaction. A run that is not `persisted`
 * says in `errors` why ("content").
 */
export async function ask(
  thread: AssistantThread,
  { assistant, model, content, clientId }: AskOptions,
): Promise<Run> {
  const question = Message.build({
    assistantThreadId: thread.id,
    role: "user",
    content,
    clientId: clientId ?? null,
  })
  const run = Run.for(assistant, {
    assistantThreadId: thread.id,
    attempt: 1,
    model: model ?? assistant.model,
  })

  if (await question.valid()) {
    return storeOnce(thread, question, run)
  } else {
    run.errors.addAll(question.errors)
    return run
  }
}

/** A further try at the same question: a run and an answer of its own. Undefined where its thread has gone on since. */
export async function askAgain(earlier: Run): Promise<Run | undefined> {
  const thread = await AssistantThread.find(earlier.assistantThreadId)
  const run = earlier.anotherTry()
  const answer = await transaction(async () => {
    // Holds the thread: of two who ask at the same moment, the second sees the first one's run.
    await AssistantThread.query().where({ id: thread.id }).update({ updatedAt: new Date() })
    const last = await thread.lastRun()
    if (!last?.retryable || last.id !== earlier.id) return undefined

    await run.save()
    return createAnswer(run)
  })

  if (answer) await announce(thread, answer)
  return answer && run
}

async function storeOnce(thread: AssistantThread, question: Message, run: Run): Promise<Run> {
  const sent = await sentBefore(question)

  if (sent?.content === question.content) {
    return sent.run()
  } else {
    // Other words under an id that was used (a form sent again from the browser's history) are words of their own.
    if (sent) question.clientId = null
    return storeUnlessSent(thread, question, run)
  }
}

async function storeUnlessSent(thread: AssistantThread, question: Message, run: Run): Promise<Run> {
  try {
    const answer = await transaction(() => store(thread, question, run))
    await announce(thread, question, answer)
    return run
  } catch (error) {
    // The same words came twice at once, and the index on their id let one in.
    const sent = isUniqueViolation(error) ? await sentBefore(question) : undefined
    if (!sent) throw error
    return sent.run()
  }
}

async function store(thread: AssistantThread, question: Message, run: Run): Promise<Message> {
  thread.title ??= titleFrom(question.content)
  await AssistantThread.query()
    .where({ id: thread.id })
    .update({ title: thread.title, updatedAt: new Date() })
  await run.save()
  await question.withRun(run).update({ runId: run.id })
  return createAnswer(run)
}

async function createAnswer(run: Run): Promise<Message> {
  const { id: runId, assistantThreadId, model } = run
  const answer = await Message.create({ assistantThreadId, runId, role: "assistant", content: "", model })
  return answer.withRun(run)
}

async function announce(thread: AssistantThread, ...messages: Message[]) {
  const threadable = await thread.threadable()
  for (const message of messages) await tell(() => threadable.aiEngineOnMessageCreate({ message }))
}

async function sentBefore({ assistantThreadId, clientId }: Message): Promise<Message | undefined> {
  return clientId ? Message.findBy({ assistantThreadId, clientId }) : undefined
}

function titleFrom(content: string) {
  const words = content.trim().slice(0, LONGEST_BEGINNING).replace(/\s+/g, " ")
  return words.length > TITLE_LENGTH ? `${cut(words)}…` : words
}

/** At a space where there is one, and never within a character. */
function cut(words: string) {
  const start = words.slice(0, TITLE_LENGTH).replace(/[\uD800-\uDBFF]$/, "")
  return start.includes(" ") ? start.slice(0, start.lastIndexOf(" ")) : start
}
