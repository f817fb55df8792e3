import { createHash } from "node:crypto"
import { transaction } from "../../../db/index.ts"
import { isUniqueViolation } from "../../lib/database_fault.ts"
import type { Conversation } from "../models/conversation.ts"
import { findConversation } from "../models/find_conversation.ts"
import { Message } from "../models/message.ts"
import { type OtherTerms, Run } from "../models/run.ts"
import type { RunTerms } from "../models/run_terms.ts"
import { callHook } from "./call_hook.ts"

export type AskOptions = {
  terms: RunTerms
  content: string
  /** Made by who sends: the same words sent twice under one id are written once. */
  clientId?: string | undefined
}

const TITLE_LENGTH = 60
const LONGEST_BEGINNING = 1_000

/**
 * Stores a question and a queued run with its empty answer, in one transaction. A run that is not `persisted`
 * says in `errors` why ("content").
 */
export async function ask(conversation: Conversation, options: AskOptions): Promise<Run> {
  const { terms, content, clientId } = options
  const question = Message.build({
    assistantThreadId: conversation.id,
    role: "user",
    content,
    clientId: clientId ?? null,
  })
  const run = Run.in(conversation, terms)

  if (!(await question.valid())) {
    run.errors.addAll(question.errors)
    return run
  }

  try {
    return await storeOnce(conversation, question, run)
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    // Two came at once under one id, and the index on it let the other one in.
    return ask(conversation, options)
  }
}

/**
 * A further try at the same question: a run and an answer of its own. Undefined where the answer is whole or still
 * under way, or was tried again since.
 */
export async function askAgain(earlier: Run, terms?: OtherTerms): Promise<Run | undefined> {
  const conversation = await findConversation(earlier.assistantThreadId)
  const run = earlier.anotherTry(terms)
  const answer = await transaction(async () => {
    // Holds the conversation: of two who ask at the same moment, the second sees the first one's answer.
    await rowOf(conversation).update({ updatedAt: new Date() })
    const tried = await Message.answerOf(earlier)
    const last = (await tried.tries()).at(-1)
    if (!earlier.retryable || last?.id !== tried.id) return undefined

    await run.save()
    return createAnswer(run, tried.questionId)
  })

  if (answer) await announce(conversation, answer)
  return answer && run
}

async function storeOnce(conversation: Conversation, question: Message, run: Run): Promise<Run> {
  const sent = await sentBefore(question)

  if (!sent) {
    const answer = await transaction(() => store(conversation, question, run))
    await announce(conversation, question, answer)
    return run
  } else if (sent.content === question.content) {
    return sent.run()
  } else {
    // Other words under an id that was used (a form sent again from the browser's history) are words of their own.
    question.clientId = digestOf(question)
    return storeOnce(conversation, question, run)
  }
}

async function store(conversation: Conversation, question: Message, run: Run): Promise<Message> {
  conversation.title ??= titleFrom(question.content)
  await rowOf(conversation).update({ title: conversation.title, updatedAt: new Date() })
  await run.save()
  await question.withRun(run).update({ runId: run.id })
  return createAnswer(run, question.id)
}

async function createAnswer(run: Run, questionId: number | null): Promise<Message> {
  const { id: runId, assistantThreadId, model } = run
  const place = { assistantThreadId, runId, questionId }
  const answer = await Message.create({ ...place, role: "assistant", content: "", model })
  return answer.withRun(run)
}

async function announce(conversation: Conversation, ...messages: Message[]) {
  const owner = await conversation.owner()
  for (const message of messages)
    await callHook(() => owner.aiEngineOnMessageCreate({ message, conversation }))
}

function rowOf({ id, recordClass }: Conversation) {
  return recordClass.query().where({ id })
}

async function sentBefore({ assistantThreadId, clientId }: Message): Promise<Message | undefined> {
  return clientId ? Message.findBy({ assistantThreadId, clientId }) : undefined
}

function digestOf({ clientId, content }: Message) {
  return createHash("sha256").update(`${clientId} ${content}`).digest("hex")
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
