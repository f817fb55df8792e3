import { mutantsOf } from "./support/mutant.ts"

const ENGINE = "server/ai_engine"
const TESTS = "test/ai_engine"
const ASKING = `${TESTS}/asking.test.ts`
const AT_ONCE = "test/controllers/at_once.test.ts"
const CLAIMS = `${TESTS}/claims.test.ts`
const ENDING = `${TESTS}/ending.test.ts`
const HEARTBEAT = `${TESTS}/heartbeat.test.ts`
const RESUMING = `${TESTS}/resuming.test.ts`
const RUN = `${TESTS}/run.test.ts`

export const MUTANTS = [
  ...mutantsOf(
    `${ENGINE}/runs/ask.ts`,
    [ASKING],
    [
      {
        promise: "a question, its run and its answer are stored together or not at all",
        find: "await transaction(() => store(conversation, question, run))",
        replace: "await store(conversation, question, run)",
      },
      {
        promise: "a further answer is asked for once, and paid once",
        find: "    await rowOf(conversation).update({ updatedAt: new Date() })\n",
        replace: "",
        postgres: true,
      },
      {
        promise: "who asks ten times at one moment to try again is billed for one further answer",
        find: "    await rowOf(conversation).update({ updatedAt: new Date() })\n",
        replace: "",
        tests: [AT_ONCE],
      },
      {
        promise: "words that ten requests bring at one moment are asked once, and refused to none",
        find: "    if (!isUniqueViolation(error)) throw error\n",
        replace: "    throw error\n",
        tests: [AT_ONCE],
      },
      {
        promise: "a further try and its answer are stored together or not at all",
        find: "const answer = await transaction(async () => {",
        replace:
          "const answer = await (async (work: () => Promise<Message | undefined>) => work())(async () => {",
        postgres: true,
      },
      {
        promise: "a question that is sent twice at once is no error",
        find: "    if (!isUniqueViolation(error)) throw error\n",
        replace: "    throw error\n",
        postgres: true,
      },
      {
        promise: "an answer that is whole, or under way, is not paid again",
        find: "!earlier.retryable || last?.id !== tried.id",
        replace: "last?.id !== tried.id",
      },
      {
        promise: "an answer that was tried again since is not paid again",
        find: "!earlier.retryable || last?.id !== tried.id",
        replace: "!earlier.retryable",
      },
      {
        promise: "other words under an id that was used are not lost",
        find: "} else if (sent.content === question.content) {",
        replace: "} else if (sent) {",
      },
      {
        promise: "other words under an id that was used are stored once",
        find: "question.clientId = digestOf(question)",
        replace: "question.clientId = null",
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/runs/run_finish.ts`,
    [ENDING, RUN],
    [
      {
        promise: "an answer's words, its usage and its end are written together or not at all",
        find: "await transaction(() => this.#write(outcome, booked))",
        replace: "await this.#write(outcome, booked)",
        tests: [ENDING],
      },
      {
        promise: "an answer that its reader stopped counts what it used",
        find: "    if (!isOurs) await bookUsage(this.#run, booked)\n",
        replace: "",
        tests: [CLAIMS],
      },
      {
        promise: "what the provider does not count is counted by us",
        find: " ?? (await estimatedUsage(this.#run, message))",
        replace: "",
        tests: [CLAIMS],
      },
      {
        promise: "a run that was not asked for yet goes back into the queue",
        find: "      (isNotAsked && (await this.#run.returnToQueue())) ||\n",
        replace: "",
      },
      {
        promise: "a run that can be resumed is handed over",
        find: "(signal?.aborted === true && this.#run.resumable && (await this.#release()))",
        replace: "false",
        tests: [RESUMING],
      },
      {
        promise: "a run that can't be resumed is ended, and not left to nobody",
        find: "signal?.aborted === true && this.#run.resumable &&",
        replace: "signal?.aborted === true &&",
      },
      {
        promise: "who takes a run over finds all its words",
        find: "    await this.#run.save()\n    await this.#answer.save()\n",
        replace: "    await this.#run.save()\n",
        tests: [RESUMING],
      },
      {
        promise: "the words that came before a run was stopped are kept",
        find: "    await this.#answer.save(booked)\n",
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/runs/growing_answer.ts`,
    [CLAIMS, ENDING],
    [
      {
        promise: "who lost its run writes over no words of who has it",
        find: ".where({ id: runId, claims: this.#claims })",
        replace: ".where({ id: runId })",
        tests: [CLAIMS],
      },
      {
        promise: "late words are not written into an answer that has ended",
        find: `      .whereIn("status", ["in_progress", "cancelled"])\n`,
        replace: "",
        tests: [ENDING],
      },
      {
        promise: "the last words of an answer that its reader stopped are kept",
        find: `["in_progress", "cancelled"]`,
        replace: `["in_progress"]`,
        tests: [ENDING],
      },
      {
        promise: "words that the database did not take are saved with the next",
        find: "      this.#isUnsaved = true\n      const",
        replace: "      const",
        tests: [ENDING],
      },
      {
        promise: "an answer that is taken up goes on after its last event",
        find: "    this.message.sequence = sequence\n",
        replace: "",
        tests: [RESUMING],
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/runs/end_run.ts`,
    [CLAIMS],
    [
      {
        promise: "a process does not end what it performs itself",
        find: "activeRuns.has(run.id) || !(await run.resume())",
        replace: "!(await run.resume())",
      },
      {
        promise: "a process puts nothing back into the queue that it performs itself",
        find: "return !activeRuns.has(run.id) && run.requeue()",
        replace: "return run.requeue()",
      },
      {
        promise: "words that readers saw are kept where the process died",
        find: "  await takeShownContent(event, owner, run.claims - 1)\n",
        replace: "",
      },
      {
        promise: "an answer whose process died is stopped at the provider, and not billed to its end",
        find: "    await tellUpdate(event, owner)\n    void stopElsewhere(run)\n",
        replace: "    await tellUpdate(event, owner)\n",
        tests: [RESUMING],
      },
      {
        promise: "an answer that is stopped from elsewhere is stopped at the provider",
        find: "    await showLastWords(run)\n    void stopElsewhere(run)\n",
        replace: "    await showLastWords(run)\n",
        tests: [RESUMING],
      },
      {
        promise: "what an answer used that is stopped from elsewhere is booked as the provider says",
        find: "    if (usage) await bookUsage(run, await bookedUsage(usage, run, await Message.answerOf(run)))\n",
        replace: "",
        tests: [RESUMING],
      },
      {
        promise: "an answer that is stopped where nobody performs it counts what it used",
        find: "  await bookUsage(run, await estimatedUsage(run, message))\n",
        replace: "",
        tests: [ENDING],
      },
      {
        promise: "an answer that is stopped where nobody performs it keeps what was seen",
        find: "  await keepShown(event, owner, run.claims)\n",
        replace: "",
        tests: [ENDING],
      },
      {
        promise: "words that were written in the moment of the stop are shown",
        find: "} while (message.content !== told)",
        replace: "} while (false)",
        tests: [ENDING],
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/runs/retry_on_database_error.ts`,
    [ENDING],
    [
      {
        promise: "an end that the database refused is tried again",
        find: "return error instanceof RecordNotFound || (tries",
        replace: "return true || (tries",
      },
      {
        promise: "an end is not given up because the database is away",
        find: "(tries >= TRIES && !isDatabaseAway(error))",
        replace: "tries >= TRIES",
        tests: [RUN],
      },
      {
        promise: "an end that no database will ever take keeps nobody waiting",
        find: "(tries >= TRIES && !isDatabaseAway(error))",
        replace: "false",
      },
      {
        promise: "a process that is told to stop does not wait for a database for ever",
        find: " || performance.now() >= stopAt) throw error",
        replace: ") throw error",
      },
      {
        promise: "a process that is told to stop meanwhile does not wait for a database for ever",
        find: `  signal?.addEventListener("abort", stop)\n`,
        replace: "",
      },
      {
        promise: "a process that was told to stop before does not wait for a database for ever",
        find: "  if (signal?.aborted) stop()\n",
        replace: "",
      },
      {
        promise: "readers are told that an answer is here whose end takes long",
        find: "setTimeout(delayed, LONG)",
        replace: "setTimeout(() => {}, LONG)",
        tests: [RUN],
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/runs/run_monitor.ts`,
    [CLAIMS],
    [
      {
        promise: "who lost its run hangs up on the model's server",
        find: "      if (claims.get(id) !== performance.claims) performance.stop()\n",
        replace: "",
      },
      {
        promise: "who lost its run to another process hangs up on the model's server",
        find: "if (claims.get(id) !== performance.claims)",
        replace: "if (!claims.has(id))",
      },
      {
        promise: "a run is looked after for as long as it is under way",
        find: "    this.#timer = undefined\n    if (activeRuns.size > 0) this.start()\n",
        replace: "    this.#timer = undefined\n",
      },
      {
        promise: "words are saved while they come",
        find: "      await performance.saveGrowth()\n",
        replace: "",
      },
      {
        promise: "runs are looked after again when the database is back",
        find: "      this.#failed = true\n",
        replace: "      return\n",
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/runs/heartbeat.ts`,
    [HEARTBEAT],
    [
      {
        promise: "a run that begins later beats, too",
        find: "    if (this.#thread) this.#thread.postMessage([ticket, run])\n    else this.#start()\n",
        replace: "    if (!this.#thread) this.#start()\n",
      },
      {
        promise: "a run that was left does not beat",
        find: "    this.#thread?.postMessage([ticket, undefined])\n",
        replace: "",
      },
      {
        promise: "an answer that takes longer than forty seconds is not taken for dead",
        find: "    this.#signs ??= setInterval(() => this.#sign.give(), SIGN_INTERVAL).unref()\n",
        replace: "",
      },
      {
        promise: "a heart whose thread broke beats again",
        find: `    thread.on("exit", () => this.#startAgain())\n`,
        replace: "",
      },
      {
        promise: "a second job for a run that is left stops no heart of the first",
        find: "const ticket = ++this.#tickets",
        replace: "const ticket = run.id",
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/runs/heartbeat_thread.ts`,
    [HEARTBEAT],
    [
      {
        promise: "answers of a process that is stuck for good are ended",
        find: " && lifeSign.isFresh()",
        replace: "",
      },
      {
        promise: "no heart is given back to a run that was handed over",
        find: " AND heartbeat_at IS NOT NULL`,",
        replace: "`,",
      },
      {
        promise: "no heart is given back to a run that was handed over, on PostgreSQL",
        find: " AND heartbeat_at IS NOT NULL FOR",
        replace: " FOR",
        postgres: true,
      },
      {
        promise: "who lost its run keeps nobody from taking it for dead",
        find: " AND claims = beating.value ->> 'claims'",
        replace: "",
      },
      {
        promise: "who lost its run keeps nobody from taking it for dead, on PostgreSQL",
        find: "USING (id, claims)",
        replace: "USING (id)",
        postgres: true,
      },
      {
        promise: "a run that is being ended keeps no other heart from beating",
        find: " FOR NO KEY UPDATE OF ai_engine_runs SKIP LOCKED",
        replace: "",
        postgres: true,
      },
      {
        promise: "a heart whose connection broke beats over another one",
        find: "    disconnect()\n    report(error as Error)\n",
        replace: "    report(error as Error)\n",
        postgres: true,
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/runs/life_sign.ts`,
    [HEARTBEAT],
    [
      {
        promise: "a process that stands still for half a minute is not taken for dead",
        find: "40_000n * 1_000_000n",
        replace: "20_000n * 1_000_000n",
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/runs/execute_run.ts`,
    [RUN],
    [
      {
        promise: "a run beats while it is performed",
        find: "heartbeat.beatFor({ id: run.id, claims: run.claims + 1 })",
        replace: "heartbeat.beatFor({ id: run.id, claims: run.claims })",
        tests: [HEARTBEAT],
      },
      {
        promise: "who takes an answer up goes on from what was seen",
        find: "    if (!isClaimed) await takeShownContent({ message: answer, conversation }, owner, run.claims - 1)\n",
        replace: "",
        tests: [RESUMING],
      },
      {
        promise: "a process takes up nothing that it performs itself",
        find: "return run.resumable && !activeRuns.has(run.id) && run.resume()",
        replace: "return run.resumable && run.resume()",
        tests: [RESUMING],
      },
      {
        promise: "a run that can't be resumed is not gone on with",
        find: "return run.resumable && !activeRuns",
        replace: "return !underWay",
        tests: [CLAIMS],
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/runs/run_execution.ts`,
    [RUN],
    [
      {
        promise: "an end that the database does not take is tried again",
        find: "return retryOnDatabaseError(() => this.#finish.finish(ending, signal), {",
        replace:
          "return ((work: () => Promise<boolean>, _: object) => work())(() => this.#finish.finish(ending, signal), {",
        tests: [ENDING],
      },
      {
        promise: "who hangs up stops the provider, too",
        find: "if (!ending?.isRemote) {",
        replace: "if (ending && !ending.isRemote) {",
        tests: [RESUMING],
      },
      {
        promise: "a database that is away when the provider is to be asked fails no run",
        find: "      if (this.#run.startedAt === null && isDatabaseAway(error)) return undefined\n",
        replace: "",
      },
      {
        promise: "a run whose id at the provider could not be saved can be resumed all the same",
        find: "    await this.#saveRemoteId()\n    await this.#answer",
        replace: "    await this.#answer",
        tests: [CLAIMS],
      },
      {
        promise: "the end of an answer is shown",
        find: "    await this.#tellUpdate()\n",
        replace: "",
      },
      {
        promise: "a run is not under way any more when it has ended",
        find: "      activeRuns.delete(this.#run.id)\n",
        replace: "",
        tests: [CLAIMS],
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/runs/provider_events.ts`,
    [RUN],
    [
      {
        promise: "a run that was taken away before it asked is not paid twice",
        find: "    if (isStarted) return\n",
        replace: "    return\n",
      },
      {
        promise: "a run that is marked as asked for by nobody else is asked for",
        find: "const beforeSending = startOnce(run, hangUp)",
        replace: "const beforeSending = async () => {}",
      },
      {
        promise: "a run that is another's is not asked for where threads are kept remotely",
        find: "return (await run.start()) ? provider.stream(await runRequest(run, message, conversation), signal) : []",
        replace:
          "return (await run.start()) || true ? provider.stream(await runRequest(run, message, conversation), signal) : []",
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/prompt/run_request.ts`,
    [`${TESTS}/run_request.test.ts`, `${TESTS}/turns.test.ts`, RUN],
    [
      {
        promise: "of several tries at an answer only the last is sent",
        find: ` || later?.role === "user") yield message`,
        replace: ` || later) yield message`,
        tests: [`${TESTS}/run_request.test.ts`],
      },
      {
        promise: "a remote thread that heard something else is begun anew",
        find: "  if (!goesOn) await forgetRemote(thread)\n",
        replace: "",
      },
      {
        promise: "what a provider was told already is not told again",
        find: "for (const turn of goesOn ? turns.slice(-1) : turns) {",
        replace: "for (const turn of turns) {",
      },
      {
        promise: "nobody is told to the provider by name",
        find: "endUser: anonymize(conversation.threadableType, conversation.threadableId)",
        replace: "endUser: `${conversation.threadableType} ${conversation.threadableId}`",
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/prompt/history.ts`,
    [`${TESTS}/history.test.ts`],
    [
      {
        promise: "as many messages are sent as are paid for",
        find: "if (tokens > limit) break",
        replace: "if (tokens >= limit) break",
      },
      {
        promise: "no more is sent than is allowed",
        find: "    if (tokens > limit) break\n",
        replace: "",
      },
      {
        promise: "a conversation begins with a question",
        find: "kept.slice(0, question + 1).reverse()",
        replace: "kept.reverse()",
      },
      {
        promise: "a message that does not fit is told",
        find: "  if (kept.length === 0) throw new PromptTooLong(tokens, limit)\n",
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/prompt/tokenizer.ts`,
    [`${TESTS}/history.test.ts`],
    [
      {
        promise: "a long unbroken word costs no more than other words",
        find: String.raw`/[\s\S]{1,512}/gu`,
        replace: String.raw`/[\s\S]{1,1000000}/gu`,
      },
      {
        promise: "counting a long text keeps no other answer waiting",
        find: "  await othersRan()\n",
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/runs/usage.ts`,
    ["test/ai_engine/wire/chat_completions.test.ts"],
    [
      {
        promise: "usage that was told before most of the words came is counted by us",
        find: "told * CHARACTERS_PER_TOKEN < content.length",
        replace: "false",
      },
      {
        promise: "what we count is marked as about",
        find: "usageEstimated: input === null || output === null || usage.isRounded === true",
        replace: "usageEstimated: usage.isRounded === true",
      },
      {
        promise: "of a total, what was thought counts, too",
        find: "output ?? Math.max(rest, own)",
        replace: "output ?? own",
        tests: ["test/ai_engine/wire/chat_completions.test.ts"],
      },
      {
        promise: "a run that never began used nothing",
        find: `  if (run.remoteId === null && answer.content === "") return undefined\n`,
        replace: "",
        tests: [CLAIMS],
      },
      {
        promise: "an answer counts what its run counts",
        find: '    await Message.query()\n      .where({ runId: run.id, role: "assistant" })\n      .update({ promptTokenUsage, completionTokenUsage })\n',
        replace: "    void [Message, promptTokenUsage, completionTokenUsage]\n",
        tests: [RESUMING],
      },
      {
        promise: "a limit is called ours only where it was ours",
        find: ": told >= limit * NEAR - 1",
        replace: ": true",
        tests: [`${TESTS}/limits.test.ts`],
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/runs/outcome.ts`,
    [RUN, "test/ai_engine/wire/chat_completions.test.ts"],
    [
      {
        promise: "an empty answer is none, and can be tried again",
        find: `isWithoutWords(answer.content) ? nothingSaid(event, answer) : { status: "completed" }`,
        replace: `{ status: "completed" }`,
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/runs/call_hook.ts`,
    [RUN],
    [
      {
        promise: "an answer is not lost because it could not be shown",
        find: `    logger.error("A hook of the engine failed.", { error })\n`,
        replace: "    throw error\n",
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/runs/shown_content.ts`,
    [CLAIMS, RESUMING],
    [
      {
        promise: "what is said to have been shown, but goes on otherwise, is not believed",
        find: " && shown.startsWith(message.content)",
        replace: "",
      },
      {
        promise: "no word is missing where more was shown than was saved",
        find: "      message.sequence = null\n",
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/concerns/claimable.ts`,
    [CLAIMS, RUN],
    [
      {
        promise: "two questions of a thread are not answered at once",
        find: '.where({ status: "queued", claims }).whereNotExists(earlier)',
        replace: '.where({ status: "queued", claims })',
        tests: [RUN],
      },
      {
        promise: "a run is asked for and paid once",
        find: `.where({ status: "queued", claims })`,
        replace: ".where({ claims })",
        tests: [RUN],
      },
      {
        promise: "who lost its run can't end it",
        find: `.where({ status: "in_progress", claims: this.claims })`,
        replace: `.where({ status: "in_progress" })`,
      },
      {
        promise: "a run that may have been paid is not queued again",
        find: "return this.change(notAsked(stopped), QUEUED)",
        replace: "return this.change(stopped, QUEUED)",
        tests: [RUN],
      },
      {
        promise: "a run that may have been paid is not given back",
        find: "return this.change(notAsked(this.ours), QUEUED)",
        replace: "return this.change(this.ours, QUEUED)",
        tests: [RUN],
      },
      {
        promise: "a run that takes down its process each time is given up",
        find: `.where("claims", "<", MOST_CLAIMS)`,
        replace: `.where("claims", "<=", MOST_CLAIMS)`,
        tests: [RUN],
      },
      {
        promise: "a run that beats is not taken up",
        find: "this.change(withoutHeartbeat(this.recordClass.query()).where({ claims: this.claims }), claimed())",
        replace: "this.change(this.recordClass.query().where({ claims: this.claims }), claimed())",
        tests: [CLAIMS],
      },
      {
        promise: "of two that take up a run one gets it",
        find: "this.change(withoutHeartbeat(this.recordClass.query()).where({ claims: this.claims }), claimed())",
        replace: "this.change(withoutHeartbeat(this.recordClass.query()), claimed())",
        tests: [CLAIMS],
        postgres: true,
      },
      {
        promise: "who is taken for dead and only slept has lost its run",
        find: "withoutHeartbeat(this.recordClass.query()).where({ claims: this.claims }), claimed())",
        replace:
          "withoutHeartbeat(this.recordClass.query()).where({ claims: this.claims }), { heartbeatAt: new Date() })",
        tests: [CLAIMS],
      },
      {
        promise: "an end is not written over by a later one",
        find: `this.change(this.recordClass.query().whereIn("status", UNFINISHED), ended(outcome))`,
        replace: "this.change(this.recordClass.query(), ended(outcome))",
        tests: [RUN],
      },
      {
        promise: "usage is booked by who has the run",
        find: `where({ claims: this.claims }).whereNotIn("status", UNFINISHED)`,
        replace: `whereNotIn("status", UNFINISHED)`,
      },
      {
        promise: "a run that was handed over is found",
        find: `.orWhereNull("heartbeatAt")`,
        replace: "",
        tests: [RESUMING],
      },
      {
        promise: "a heart that beats every two seconds is not taken for one that stopped",
        find: "HEARTBEAT_LIMIT = 6_000",
        replace: "HEARTBEAT_LIMIT = 2_000",
        tests: ["test/jobs/reaper_rounds.test.ts"],
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/concerns/threadable.ts`,
    [`${TESTS}/threadable.test.ts`],
    [
      {
        promise: "nobody finds somebody else's thread",
        find: "await AssistantThread.find(id, this.ownership)",
        replace: "await AssistantThread.find(id)",
      },
      {
        promise: "where a thread can't be deleted remotely, its owner stays",
        find: "if (!(await thread.destroy())) this.errors.addAll(thread.errors)",
        replace: "await thread.destroy()",
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/concerns/remote_id_validatable.ts`,
    [`${TESTS}/remote_id_validatable.test.ts`],
    [
      {
        promise: "an id that can't be stored loses no answer",
        find: "        this.remoteId = null\n",
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/models/conversation.ts`,
    [`${TESTS}/run_request.test.ts`],
    [
      {
        file: `${ENGINE}/concerns/in_reading_order.ts`,
        promise: "all that was said is sent, however much it is",
        find: "} while (messages.length === READ_AT_ONCE)",
        replace: "} while (false)",
      },
      {
        promise: "deleting a thread stops the answer in it, and its cost",
        find: `if (await run.end({ status: "cancelled" })) await stopRun(run)`,
        replace: `await run.end({ status: "cancelled" })`,
        tests: [RESUMING],
      },
      {
        promise: "a title may be as long as it may be",
        find: `characterCount(this.title ?? "") > LONGEST_TITLE`,
        replace: `characterCount(this.title ?? "") >= LONGEST_TITLE`,
        tests: [`${TESTS}/threadable.test.ts`],
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/models/conversation.ts`,
    [`${TESTS}/chattable.test.ts`],
    [
      {
        promise: "a chat is no thread, and a thread is no chat",
        find: "return super.query().where({ [`${this.tableName}.kind`]: this.kind })",
        replace: "return super.query()",
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/models/chat.ts`,
    [`${TESTS}/chattable.test.ts`],
    [
      {
        promise: "a chat is answered where assistants live at the provider",
        find: `return api === "assistants" ? "chat_completions" : api`,
        replace: "return api",
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/concerns/chattable.ts`,
    [`${TESTS}/chattable.test.ts`],
    [
      {
        promise: "nobody finds somebody else's chat",
        find: "await Chat.find(id, this.ownership)",
        replace: "await Chat.find(id)",
      },
      {
        promise: "the model that was chosen answers on",
        find: "model ?? (await chat.lastModel()) ?? AIEngine",
        replace: "model ?? AIEngine",
      },
      {
        promise: "who is deleted leaves no chats behind",
        find: "if (!(await chat.destroy())) this",
        replace: "if (false) this",
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/engine.ts`,
    [`${TESTS}/chattable.test.ts`],
    [
      {
        promise: "a run ends with the API that it began with",
        find: "const name = api && APIS.includes(api) ? api : settings.api",
        replace: "const name = settings.api",
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/models/find_conversation.ts`,
    [`${TESTS}/chattable.test.ts`],
    [
      {
        promise: "a run of somebody else's is not found through its conversation",
        find: "const conditions = { ...owner, id }",
        replace: "const conditions = { id }",
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/models/message.ts`,
    [ASKING],
    [
      {
        promise: "a message may be as long as it may be",
        find: "} else if (this.content.length > LONGEST_CONTENT) {",
        replace: "} else if (this.content.length >= LONGEST_CONTENT) {",
      },
      {
        promise: "an endless message is refused",
        find: "} else if (this.content.length > LONGEST_CONTENT) {",
        replace: "} else if (false) {",
      },
    ],
  ),
  ...mutantsOf(
    `${ENGINE}/models/run.ts`,
    [RUN],
    [
      {
        promise: "nobody pays for a whole answer again",
        find: `return this.finished && this.status !== "completed"`,
        replace: "return this.finished",
        tests: [ASKING],
      },
      {
        promise: "a queued run is not performed before the one that it follows",
        find: `.whereIn("status", UNFINISHED)`,
        replace: `.where({ status: "queued" })`,
      },
    ],
  ),
  ...mutantsOf(
    "server/models/storyteller.ts",
    ["test/controllers/storytellers_controller.test.ts"],
    [
      {
        promise: "the most tokens that are allowed are allowed",
        find: "number <= MOST_TOKENS",
        replace: "number < MOST_TOKENS",
      },
      {
        promise: "the fewest tokens that are allowed are allowed",
        find: "number >= least",
        replace: "number > least",
      },
    ],
  ),
]
