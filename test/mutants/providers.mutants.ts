import { mutantsOf } from "./support/mutant.ts"

const PROVIDERS = "server/ai_engine/providers"
const TESTS = "test/ai_engine/providers"
const WIRE = "test/ai_engine/wire"

export const MUTANTS = [
  ...mutantsOf(
    `${PROVIDERS}/redact_keys.ts`,
    [`${TESTS}/redact_keys.test.ts`],
    [
      {
        promise: "the second of two keys that look like OpenAI's is not shown either",
        find: String.raw`/\bsk-[\w*.…-]{4,}/g`,
        replace: String.raw`/\bsk-[\w*.…-]{4,}/`,
      },
      {
        promise: "the second of two keys of other providers is not shown either",
        find: String.raw`AKIA)[\w-]{8,}/g`,
        replace: String.raw`AKIA)[\w-]{8,}/`,
      },
      {
        promise: "the second of two bearer tokens is not shown either",
        find: String.raw`\S{20})\S{8,}/gi`,
        replace: String.raw`\S{20})\S{8,}/i`,
      },
      {
        promise: "the second of two tokens that are JSON inside is not shown either",
        find: String.raw`\.[\w.-]+/g`,
        replace: String.raw`\.[\w.-]+/`,
      },
      {
        promise: "the second of two halves of keys is not shown either",
        find: String.raw`\*{3,}[\w-]*/g`,
        replace: String.raw`\*{3,}[\w-]*/`,
      },
      {
        promise: "the second of two named keys is not shown either",
        find: `{4,}/gi`,
        replace: `{4,}/i`,
      },
      {
        promise: "the second of two passwords in addresses is not shown either",
        find: String.raw`[^\s/@]+@/g`,
        replace: String.raw`[^\s/@]+@/`,
      },
      {
        promise: "our own key is not shown where it stands twice",
        find: "redacted.replaceAll(secret",
        replace: "redacted.replace(secret",
      },
      {
        promise: "our own key is not shown in an address",
        find: "    encodeURIComponent(part),\n",
        replace: "",
      },
      {
        promise: "our own key is not shown in JSON",
        find: "    JSON.stringify(part).slice(1, -1),\n",
        replace: "",
      },
      {
        promise: "our own key is not shown in base64",
        find: `    Buffer.from(part).toString("base64"),\n`,
        replace: "",
      },
      {
        promise: "of a key that begins like another nothing is left",
        find: ".toSorted((one, other) => other.length - one.length)",
        replace: ".toSorted((one, other) => one.length - other.length)",
      },
    ],
  ),
  ...mutantsOf(
    `${PROVIDERS}/open_ai_provider.ts`,
    [`${TESTS}/keys.test.ts`, `${TESTS}/first_contact.test.ts`],
    [
      {
        promise: "a run's sentence does not show the key",
        find: "      message: this.#redact(message),\n      details",
        replace: "      message,\n      details",
      },
      {
        promise: "a run's error code does not show the key",
        find: "      code: this.#redact(code),\n",
        replace: "      code,\n",
      },
      {
        promise: "the log does not show the key",
        find: `typeof value === "string" ? this.#redact(value) : value`,
        replace: "value",
      },
      {
        promise: "a remote call's sentence does not show the key",
        find: "new ProviderError(this.#redact(code), this.#redact(message), {",
        replace: "new ProviderError(this.#redact(code), message, {",
      },
      {
        promise: "headers of one's own are shown to nobody",
        find: "...Object.values(headers), ",
        replace: "",
      },
      {
        promise: "the client repeats nothing by itself: it may have been billed",
        find: "maxRetries: 0",
        replace: "maxRetries: 1",
        tests: [`${TESTS}/unsent.test.ts`],
      },
      {
        promise: "silence before the first word is told apart from an answer that was cut off",
        find: "silence && !words && last",
        replace: "words && last",
        tests: [`${TESTS}/faults.test.ts`],
      },
    ],
  ),
  ...mutantsOf(
    `${PROVIDERS}/one_sentence.ts`,
    [`${TESTS}/refused.test.ts`],
    [
      {
        promise: "half a key at the end of a long sentence is not shown",
        find: String.raw`/^.*[^\x21-\x7e](?=.)/su`,
        replace: "/^.*/su",
      },
    ],
  ),
  ...mutantsOf(
    `${PROVIDERS}/retrying.ts`,
    [`${TESTS}/retrying.test.ts`],
    [
      {
        promise: "what is turned away is asked again",
        find: "isTurnedAway(error) ? pauseBefore(retry, error) : Infinity",
        replace: "Infinity",
      },
      {
        promise: "nobody waits longer than a reader would",
        find: "|| milliseconds > LONGEST_PAUSE",
        replace: "",
      },
      {
        promise: "a pause of eight seconds is waited for",
        find: "milliseconds > LONGEST_PAUSE",
        replace: "milliseconds >= LONGEST_PAUSE",
      },
      {
        promise: "it is tried three times and not for ever",
        find: "retry === RETRIES ||",
        replace: "retry === RETRIES + 1 ||",
      },
      {
        promise: "who stops waits for no pause",
        find: "pause(milliseconds, undefined, { signal })",
        replace: "pause(milliseconds)",
      },
      {
        promise: "a server's own trouble is not asked again: it may have been billed",
        find: "error.status === 503 ||",
        replace: "error.status >= 500 ||",
        tests: [`${TESTS}/unsent.test.ts`],
      },
      {
        promise: "an account that is used up is not asked again",
        find: " && !isUsedUp(error)) {",
        replace: ") {",
        tests: [`${TESTS}/faults.test.ts`],
      },
    ],
  ),
  ...mutantsOf(
    `${PROVIDERS}/http/asked.ts`,
    [`${TESTS}/unsent.test.ts`],
    [
      {
        promise: "what may have arrived is not asked again: it may have been billed",
        find: "return !sent && waited",
        replace: "return waited",
      },
      {
        promise: "what surely never arrived is asked again",
        find: "return !sent && waited",
        replace: "return false && waited",
      },
      {
        promise: "the second try opens a connection of its own",
        find: "{ fresh: true }",
        replace: "{ fresh: false }",
      },
    ],
  ),
  ...mutantsOf(
    `${PROVIDERS}/http/exchange.ts`,
    [`${TESTS}/unsent.test.ts`],
    [
      {
        promise: "a new connection that is reset may have been billed",
        find: "!(reusedSocket && isReset",
        replace: "!(isReset",
      },
      {
        promise: "a kept connection that is reset later may have been billed",
        find: "Date.now() - sent.at < KNOWN_CLOSED && ",
        replace: "",
      },
      {
        promise: "a kept connection that is reset after the first byte may have been billed",
        find: " && socket?.bytesRead === sent.heard",
        replace: "",
      },
      {
        promise: "a run is marked as asked for before the first byte is sent",
        find: "    await Promise.race([announcedAndAlive(beforeSending), failed])\n",
        replace: "    void Promise.race([announcedAndAlive(beforeSending), failed])\n",
        tests: ["test/ai_engine/run.test.ts"],
      },
      {
        promise:
          "a connection that was closed before anything was sent is not written to: it might have been billed",
        find: "  await turn()\n  await turn()\n",
        replace: "",
        tests: [`${TESTS}/lateness.test.ts`],
      },
      {
        promise: "who waits for a connection leaves its turn to others when there is none",
        find: "failed]).finally(leave)",
        replace: "failed]).then(leave)",
        tests: [`${TESTS}/waits.test.ts`, `${TESTS}/unsent.test.ts`],
      },
      {
        promise: "who stops hangs up at once, whatever the request waits for",
        find: `    signal?.addEventListener("abort", () => reject(signal.reason), { once: true })\n`,
        replace: "",
        tests: [`${TESTS}/http_fetch.test.ts`],
      },
      {
        promise: "who stops in the middle of an answer hangs up",
        find: `    signal?.addEventListener("abort", () => incoming.destroy(signal.reason), { once: true })\n`,
        replace: "",
        tests: [`${TESTS}/http_fetch.test.ts`],
      },
      {
        promise: "a server that never answers is not waited for for ever",
        find: "late.promise])",
        replace: "...[]])",
        tests: [`${TESTS}/waits.test.ts`],
      },
    ],
  ),
  ...mutantsOf(
    `${PROVIDERS}/http/connection_turns.ts`,
    [`${TESTS}/unsent.test.ts`],
    [
      {
        promise: "hundreds of connections at once are not all late together",
        find: "if (this.#free > 0) {",
        replace: "if (this.#free > -100) {",
      },
      {
        promise: "who gives up leaves its turn to the next",
        find: "      this.#waiting.delete(begin)\n",
        replace: "",
      },
      {
        promise: "a turn that nobody waits for is free again",
        find: "      this.#free++\n",
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    `${PROVIDERS}/http/http_response.ts`,
    [`${TESTS}/waits.test.ts`],
    [
      {
        promise: "an answer without end is not read for ever",
        find: `      if (length > LONGEST_BODY) throw new HttpFailure("too_long", "The answer is too long.", { sent: true })\n`,
        replace: "",
      },
      {
        promise: "an answer that stops in the middle is not waited for for ever",
        find: "  const timer = new LoopTimer(milliseconds, () => body.destroy(tooLate(milliseconds)))\n  let length = 0",
        replace: "  const timer = new LoopTimer(2 ** 31 - 1, () => {})\n  let length = 0",
      },
      {
        promise: "an error without end is not read for ever",
        find: "      if (length > LONGEST_ERROR) break\n",
        replace: "",
      },
      {
        promise: "what came of an error that broke off is told",
        find: "    // What has come says more than nothing.\n",
        replace: "    chunks.length = 0\n",
      },
    ],
  ),
  ...mutantsOf(
    `${PROVIDERS}/http/mends.ts`,
    [`${TESTS}/mending.test.ts`],
    [
      {
        promise: "a server that refuses everything is not asked for ever",
        find: "this.#rounds++ < MOST_ROUNDS ?",
        replace: "this.#rounds++ < 2 * MOST_ROUNDS ?",
      },
      {
        promise: "what a server wants changed is remembered",
        find: "      known.set(this.#key, lasting)\n",
        replace: "",
      },
      {
        promise: "what was wrong with one request only is not remembered",
        find: `filter((mend) => !("onlyOnce" in mend))`,
        replace: "filter(() => true)",
      },
    ],
  ),
  ...mutantsOf(
    `${PROVIDERS}/http/refused_parameter.ts`,
    [`${TESTS}/mending.test.ts`],
    [
      {
        promise: "no request is mended by leaving out what was asked",
        find: `["model", "input", "messages", "stream", "background"`,
        replace: `["model", "stream"`,
      },
    ],
  ),
  ...mutantsOf(
    `${PROVIDERS}/http/agents.ts`,
    [`${TESTS}/first_contact.test.ts`, `${TESTS}/event_stream.test.ts`],
    [
      {
        promise: "a proxy of the environment is asked",
        find: "...(this.#proxyEnv && { proxyEnv: { ...this.#proxyEnv } }),",
        replace: "",
      },
      {
        promise: "a connection is used again",
        find: "keepAlive: true",
        replace: "keepAlive: false",
      },
    ],
  ),
  ...mutantsOf(
    `${PROVIDERS}/event_stream.ts`,
    [`${TESTS}/event_stream.test.ts`],
    [
      {
        promise: "who takes events slowly makes the server wait, and not this process grow",
        find: "    if (this.#queue.isFull) void this.#pause()\n",
        replace: "",
      },
      {
        promise: "a paused stream goes on when its reader has taken all",
        find: "    this.#incoming.resume()\n",
        replace: "",
      },
      {
        promise: "nothing that comes after the end is heard",
        find: "      if (this.#isOver || this.#incoming.destroyed) return\n",
        replace: "",
      },
      {
        promise: "[DONE] ends a stream",
        find: `message.data.trim() === "[DONE]"`,
        replace: `message.data.trim() === "[done]"`,
      },
      {
        promise: "an endless event does not fill this process",
        find: `    if (this.#unheard > LONGEST_BODY) throw new UnreadableAnswer("an endless event", "")\n`,
        replace: "",
      },
      {
        promise: "who stops hangs up on the model's server",
        find: "    addAbortSignal(queue.signal, this.#incoming)\n",
        replace: "",
      },
      {
        promise: "a sign of life keeps a stream alive",
        find: "    this.#timers.hear()\n",
        replace: "",
      },
      {
        promise: "a comment is a sign of life",
        find: "    onComment: () => this.#hear(),\n",
        replace: "",
      },
      {
        promise: "an event that lacks its last line is heard",
        find: `this.#read("\\n\\n", take)`,
        replace: `this.#read("", take)`,
      },
      {
        promise: "an error in a stream is told",
        find: "        reject(error)\n",
        replace: "        resolve(undefined)\n",
      },
      {
        promise: "silence is told apart from a cut",
        find: "    if (this.#timers.wasSilent) this.#queue.met.silence = this.#idleTimeout\n",
        replace: "",
        tests: [`${TESTS}/faults.test.ts`],
      },
    ],
  ),
  ...mutantsOf(
    `${PROVIDERS}/stream_timers.ts`,
    [`${TESTS}/event_stream.test.ts`],
    [
      {
        promise: "a reader that takes its time is not the server's silence",
        find: "if (this.#incoming.isPaused()) {",
        replace: "if (false) {",
      },
      {
        promise: "silence after a pause ends the stream all the same",
        find: "      this.#silence = new LoopTimer(this.#idleTimeout, () => this.#endSilence())\n",
        replace: "",
      },
      {
        promise: "no stream takes for ever, whatever comes",
        find: "new LoopTimer(longest, () => incoming.destroy())",
        replace: "new LoopTimer(longest, () => {})",
      },
      {
        promise: "a stream that stays open after its end is closed",
        find: "new LoopTimer(FAREWELL, () => this.#incoming.destroy())",
        replace: "new LoopTimer(FAREWELL, () => {})",
        tests: [`${TESTS}/waits.test.ts`],
      },
    ],
  ),
  ...mutantsOf(
    `${PROVIDERS}/event_queue.ts`,
    [`${TESTS}/event_queue.test.ts`],
    [
      {
        promise: "who leaves before the end has the stream closed",
        find: "    if (!this.#isOver) this.#left.abort()\n",
        replace: "",
      },
      {
        promise: "what comes after a stop is not told",
        find: "    } else if (!this.#isOver) {\n",
        replace: "    } else {\n",
      },
      {
        promise: "who waits for the next word when it is stopped waits no longer",
        find: "    this.#waiting?.(OVER)\n",
        replace: "",
      },
      {
        promise: "a stream that waits for its reader ends when the reader leaves",
        find: "    this.#events = []\n    this.#emptied?.resolve()\n",
        replace: "    this.#events = []\n",
      },
    ],
  ),
  ...mutantsOf(
    `${PROVIDERS}/answer_text.ts`,
    [`${TESTS}/background.test.ts`],
    [
      {
        promise: "an event that is told twice is shown once",
        find: "known !== null && sequence <= known",
        replace: "known !== null && sequence < known",
      },
      {
        promise: "what is told anew, and is another text, is not mixed with what was shown",
        find: `    if (!text.startsWith(known)) throw new OtherAnswer("The answer is not the one that it was.")\n`,
        replace: "",
      },
      {
        promise: "half a character is not shown",
        find: "if (endsInHalfACharacter(text)) {",
        replace: "if (false) {",
        tests: [`${TESTS}/background.test.ts`, `${TESTS}/chat_completions.test.ts`],
      },
      {
        promise: "a whole text that is another one is not added to what was shown",
        find: "text.length >= this.content.length && text.startsWith(this.content)",
        replace: "text.length >= this.content.length",
        tests: [`${WIRE}/responses.test.ts`, `${WIRE}/chat_completions.test.ts`],
      },
      {
        promise: "what was told twice by a server without numbers is shown once",
        find: "    if (this.sequence === null) this.startOver()\n",
        replace: "",
      },
      {
        promise: "messages of one answer are divided",
        find: "const divided = this.#told > 0 && isElsewhere",
        replace: "const divided = false && isElsewhere",
        tests: [`${TESTS}/responses.test.ts`],
      },
    ],
  ),
  ...mutantsOf(
    `${PROVIDERS}/response_reader.ts`,
    [`${TESTS}/background.test.ts`],
    [
      {
        promise: "an answer that is shorter when it is told again is not taken for the whole",
        find: `    if (ending.type === "completed" && !this.answer.isWhole) throw new OtherAnswer("Less came than before.")\n`,
        replace: "",
      },
      {
        promise: "usage that is not told with the end counts",
        find: "    this.#usage = largerUsage(this.#usage, usageIn(whole.usage))\n",
        replace: "    this.#usage = usageIn(whole.usage)\n",
        tests: [`${WIRE}/responses.test.ts`],
      },
      {
        promise: "usage told beside any event counts",
        find: "    this.#usage = largerUsage(this.#usage, usageIn(event.usage))\n",
        replace: "",
        tests: [`${WIRE}/responses.test.ts`],
      },
      {
        promise: "a run is begun once, however often the server says so",
        find: "if (!this.#hasStarted) this.#queue",
        replace: "this.#queue",
      },
      {
        promise: "what a server reports as incomplete is not taken for whole",
        find: "const status = ENDS.includes(String(whole.status)) ? whole.status : named",
        replace: "const status = named ?? whole.status",
        tests: [`${TESTS}/responses.test.ts`, `${WIRE}/responses.test.ts`],
      },
    ],
  ),
  ...mutantsOf(
    `${PROVIDERS}/background_response.ts`,
    [`${TESTS}/background.test.ts`],
    [
      {
        promise: "a response that waits in the queue for ever is given up",
        find: "(this.#reader.isQueued && now > queuedAt + LONGEST_QUEUE)",
        replace: "false",
      },
      {
        promise: "a response that never ends is given up",
        find: "now > this.#startedAt + LONGEST_RUN ||",
        replace: "",
      },
      {
        promise: "a server that is away for longer than a minute is given up",
        find: "this.#isOther || isAway ||",
        replace: "this.#isOther ||",
      },
      {
        promise: "a response that is gone is not asked for for ever",
        find: "      if (remote.isGone) return INTERRUPTED\n",
        replace: "",
      },
      {
        promise: "an answer that became another one is given up",
        find: "      this.#isOther = error instanceof OtherAnswer\n",
        replace: "",
      },
      {
        promise: "an answer that ended while nobody could stream it is fetched",
        find: "(await this.#streamAgain(remote)) ?? (await this.#lookUp(remote))",
        replace: "await this.#streamAgain(remote)",
      },
      {
        promise: "what a stream can't tell twice is fetched, and does not fail the run",
        find: "if (!isCut(error) && !this.#isUntold(error)) throw error",
        replace: "if (!isCut(error)) throw error",
      },
      {
        promise: "a server that answers again has a whole minute anew",
        find: "    if (response) {\n      this.#reachedAt = Date.now()\n",
        replace: "    if (response) {\n",
      },
    ],
  ),
  ...mutantsOf(
    `${PROVIDERS}/remote_response.ts`,
    [`${TESTS}/background.test.ts`],
    [
      {
        promise: "a server in trouble is asked for the stream again",
        find: "      this.#streamsAgain = !isUnknown(error)\n",
        replace: "      this.#streamsAgain = false\n",
      },
      {
        promise: "a stream goes on after the last event that was heard",
        find: "...(sequence !== null && { starting_after: sequence })",
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    `${PROVIDERS}/responses.ts`,
    [`${TESTS}/background.test.ts`, `${TESTS}/responses.test.ts`],
    [
      {
        promise: "an answer that is given up is stopped at the provider, and not billed to its end",
        find: "usage: await this.cancelRun(remoteId as string)",
        replace: "usage: null",
      },
      {
        promise: "without background mode nothing is asked for twice",
        find: "return this.resumes ? this.toItsEnd(",
        replace: "return true ? this.toItsEnd(",
      },
      {
        promise: "what only OpenAI knows is sent to OpenAI alone",
        find: String.raw`/(^|\.)api\.openai\.com$/.test(new URL(this.client.baseURL).hostname)`,
        replace: "true",
      },
    ],
  ),
  ...mutantsOf(
    `${PROVIDERS}/remote_run.ts`,
    [`${TESTS}/assistants.test.ts`],
    [
      {
        promise: "a run that is being cancelled is waited for: its usage is told at its end",
        find: `["queued", "in_progress", "cancelling"]`,
        replace: `["queued", "in_progress"]`,
      },
      {
        promise: "words of another run are not shown",
        find: " && message.run_id === this.id",
        replace: "",
      },
      {
        promise: "a run that never ends is not waited for for ever",
        find: "while (Date.now() < deadline)",
        replace: "while (deadline)",
      },
      {
        promise: "who stops waits for no remote run",
        find: "await pause(POLL_INTERVAL, undefined, { signal: this.#signal })",
        replace: "await pause(POLL_INTERVAL)",
      },
    ],
  ),
  ...mutantsOf(
    `${PROVIDERS}/assistant_run.ts`,
    [`${TESTS}/assistants.test.ts`],
    [
      {
        promise: "who stops has the remote run stopped, too",
        find: "      if (this.#queue.signal.aborted) void this.#remote?.cancel()\n",
        replace: "",
      },
      {
        promise: "messages that hold less than was told are not taken for the whole",
        find: "messages.length > 0 && this.#answer.isWhole",
        replace: "messages.length > 0",
      },
      {
        promise: "a run that tells no usage is asked for it",
        find: "assistantRunUsage(run) ? run : ((await this.#remote?.retrieve()) ?? run)",
        replace: "run",
      },
      {
        promise: "a run is begun once, however often the server says so",
        find: "    if (!this.#remote) {\n",
        replace: "    {\n",
      },
      {
        promise: "what the stream lacked is fetched when the run has ended",
        find: "return (await this.#complete()) ? run : undefined",
        replace: "return run",
      },
    ],
  ),
  ...mutantsOf(
    `${PROVIDERS}/completion_reader.ts`,
    [`${WIRE}/chat_completions.test.ts`],
    [
      {
        promise: "usage that is not in the last chunk counts",
        find: "    this.usage = largerUsage(this.usage, told)\n",
        replace: "    this.usage = told\n",
      },
      {
        promise: "a second answer that comes beside the first is not mixed with it",
        find: "String(index ?? this.#index) === String(this.#index)",
        replace: "true",
      },
      {
        promise: "words after a finish reason belong to the answer",
        find: "    if (hasWords && this.#meaning) this.#wordsFollowed = true\n",
        replace: "",
      },
      {
        promise: "usage in the choice counts",
        find: " ?? usageIn(choice.usage)",
        replace: "",
      },
      {
        promise: "an answer that stays open after its end has ended",
        find: `this.#meaning && this.#isSummedUp && used?.outputTokens ? this.ending("ended") : undefined`,
        replace: "undefined",
        tests: [`${TESTS}/waits.test.ts`],
      },
    ],
  ),
  ...mutantsOf(
    `${PROVIDERS}/chat_completions.ts`,
    [`${WIRE}/chat_completions.test.ts`],
    [
      {
        promise: "usage that was told before an error is billed",
        find: "usage: largerUsage(reader.usage, last.usage)",
        replace: "usage: last.usage",
      },
      {
        promise: "the server is asked for the usage",
        find: "    stream_options: { include_usage: true },\n",
        replace: "",
        tests: [`${TESTS}/chat_completions.test.ts`],
      },
      {
        promise: "an answer is as long as the storyteller may talk",
        find: "...(request.maxCompletionTokens && { max_tokens: request.maxCompletionTokens }),",
        replace: "",
        tests: [`${TESTS}/chat_completions.test.ts`],
      },
      {
        promise: "a server that says nothing after the end is not waited for as long as for an answer",
        find: "          if (reader.hasFinished) stream.expectEnd()\n",
        replace: "",
        tests: [`${TESTS}/waits.test.ts`],
      },
    ],
  ),
  ...mutantsOf(
    `${PROVIDERS}/stream_ending.ts`,
    [`${WIRE}/chat_completions.test.ts`],
    [
      {
        promise: "an answer that was cut off is not taken for whole",
        find: `{ said: false, isSummedUp: true, closing: ["done", "ended"], verdict: "completed" }`,
        replace: `{ said: false, isSummedUp: true, verdict: "completed" }`,
      },
      {
        promise: "an answer without a word about its end is not taken for whole",
        find: `{ verdict: "interrupted" }`,
        replace: `{ verdict: "completed" }`,
      },
    ],
  ),
  ...mutantsOf(
    `${PROVIDERS}/usage_figures.ts`,
    [`${WIRE}/chat_completions.test.ts`],
    [
      {
        promise: "a figure that no context can hold is not billed",
        find: "number >= 0 && number <= MOST",
        replace: "number >= 0",
      },
      {
        promise: "the largest figure is billed as it is",
        find: "number <= MOST",
        replace: "number < MOST",
      },
      {
        promise: "zeros after figures are no usage",
        find: "(one ?? other) : Math.max(one, other)",
        replace: "(one ?? other) : other",
      },
      {
        promise: "what a server rounds is marked as about",
        find: "    isRounded: true,\n  }\n}\n\nfunction larger",
        replace: "  }\n}\n\nfunction larger",
      },
    ],
  ),
  ...mutantsOf(
    `${PROVIDERS}/response_body.ts`,
    [`${TESTS}/response_body.test.ts`, `${TESTS}/responses.test.ts`],
    [
      {
        promise: "nobody's words are stored at the provider without need",
        find: "store: background",
        replace: "store: true",
      },
      {
        promise: "an answer is as long as the storyteller may talk",
        find: "...(request.maxCompletionTokens && { max_output_tokens: request.maxCompletionTokens }),",
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    `${PROVIDERS}/demo.ts`,
    [`${TESTS}/demo.test.ts`],
    [
      {
        promise: "who stops the demo hears no more of it",
        find: "      if (signal.aborted) return\n",
        replace: "",
      },
      {
        promise: "who stops the demo waits for no word",
        find: "undefined, { signal }).catch",
        replace: "undefined).catch",
      },
      {
        promise: "the demo ends at its limit, and says so",
        find: "{ isWhole: told === story, usage }",
        replace: "{ isWhole: true, usage }",
      },
    ],
  ),
]
