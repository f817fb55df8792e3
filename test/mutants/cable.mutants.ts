import { type Mutant, mutantsOf } from "./support/mutant.ts"

const LOGS = ["test/cable/cable_log.test.ts"]
const REDIS = ["test/cable/redis_log.test.ts"]
const ENDPOINT = ["test/cable/cable_endpoint.test.ts"]
const READERS = ["test/cable/readers.test.ts"]
const SUBSCRIPTION = ["test/cable/subscription.test.ts", "test/cable/audience.test.ts"]

const SOCKETS: Mutant[] = [
  ...mutantsOf("server/cable/cable_endpoint.ts", ENDPOINT, [
    {
      promise: "nobody can fill the server's memory by what their socket says",
      find: "maxPayload: 1024,",
      replace: "",
    },
    {
      promise: "a line is kept alive",
      find: "        keepAlive(websocket)\n",
      replace: "",
    },
    {
      promise: "where nobody knows who may read, a page is told to come back",
      find: `status: 503, reason: "The cable is out`,
      replace: `status: 403, reason: "The cable is out`,
    },
    {
      promise: "a page is told that the server goes, and comes back",
      find: "websocket.close(GOING_AWAY)",
      replace: "websocket.terminate()",
    },
    {
      promise: "who does not answer can't keep the server from stopping",
      find: "closeTimeout: 1000,",
      replace: "closeTimeout: 600_000,",
    },
  ]),
  ...mutantsOf("server/cable/follow.ts", ENDPOINT, [
    {
      promise: "what is kept for who left goes with them",
      find: `    websocket.once("close", unsubscribe)\n`,
      replace: "",
    },
    {
      promise: "who left while they were let in is forgotten, too",
      find: "    if (websocket.readyState === WebSocket.CLOSED) unsubscribe()\n",
      replace: "",
    },
    {
      promise: "where the log can't be read, a page is told to come back",
      find: "error })\n    giveUp()",
      replace: "error })",
    },
    {
      promise: "little is kept for who reads slowly",
      find: "return goesOn ? undefined : drained(socket)",
      replace: "return undefined",
    },
    {
      promise: "nothing follows a goodbye",
      find: "websocket.readyState !== WebSocket.OPEN || socket.write",
      replace: "socket.write",
    },
    {
      promise: "each frame is sent, and no other in its place",
      find: "if (html !== last.text)",
      replace: "if (html.length !== last.text.length)",
    },
  ]),
  ...mutantsOf("server/cable/keep_alive.ts", ENDPOINT, [
    {
      promise: "a dead line is noticed",
      find: "      websocket.terminate()\n",
      replace: "",
    },
    {
      promise: "who no longer answers is dropped",
      find: "      alive = false\n",
      replace: "",
    },
    {
      promise: "a page hears that its line is alive",
      find: "      websocket.send(HEARTBEAT)\n",
      replace: "",
    },
    {
      promise: "who answers is kept",
      find: `websocket.on("pong", () => {\n    alive = true`,
      replace: `websocket.on("pong", () => {\n    alive = alive`,
    },
    {
      promise: "a page hears something before it takes its line for dead",
      find: "INTERVAL = 15_000",
      replace: "INTERVAL = 60_000",
    },
  ]),
  ...mutantsOf("server/cable/readers.ts", READERS, [
    {
      promise: "who may no longer read is closed within two seconds",
      find: "INTERVAL = 1000",
      replace: "INTERVAL = 30_000",
    },
    {
      promise: "a user has fifty sockets, and not one more",
      find: "count >= most",
      replace: "count > most",
    },
    {
      promise: "who closed a page may open another",
      find: `    line.once("close", () => this.remove(reader))\n`,
      replace: "",
    },
    {
      promise: "nobody locks out others",
      find: "const count = this.counts.get(reader.userId) ?? 0\n    if",
      replace: "const count = this.lines.size\n    if",
    },
    {
      promise: "after a database that was away, readers are asked about again",
      find: "      this.failing = true\n    }\n    this.schedule()",
      replace: "      this.failing = true\n      return\n    }\n    this.schedule()",
    },
    {
      promise: "that nobody knows who may read is said once, and not every second",
      find: "if (!this.failing) logger.warn",
      replace: "logger.warn",
    },
    {
      promise: "where nobody reads, the database is not asked",
      find: "if (this.lines.size > 0) await",
      replace: "await",
    },
    {
      promise: "who may no longer read is closed",
      find: "      if (line) this.options.refuse(line, refusal)\n",
      replace: "",
    },
  ]),
  ...mutantsOf("server/cable/refusal.ts", READERS, [
    {
      promise: "a page is told why it is not kept up to date",
      find: "FIRST_OWN_CODE + status, reason)",
      replace: "FIRST_OWN_CODE + status)",
    },
  ]),
]

const PLACES: Mutant[] = [
  ...mutantsOf("server/cable/subscription.ts", SUBSCRIPTION, [
    {
      promise: "of two looks that overlap, the earlier does not count",
      find: "if (attempt === this.attempt) {",
      replace: "if (attempt <= this.attempt) {",
    },
    {
      promise: "what comes while a page catches up is not lost",
      find: "...(this.live ? this.waiting : [])",
      replace: "",
    },
    {
      promise: "nothing comes twice",
      find: "comparePositions(position, this.cursor) <= 0",
      replace: "comparePositions(position, this.cursor) < 0",
    },
    {
      promise: "who has had a part is not told it again",
      find: "comparePositions(first, this.cursor) <= 0",
      replace: "comparePositions(first, this.cursor) < -1",
    },
    {
      promise: "who has left is handed nothing",
      find: "this.attempt += 1\n    this.live = false\n    this.waiting = undefined",
      replace: "this.live = false\n    this.waiting = undefined",
    },
    {
      promise: "more than is read at once comes, all of it",
      find: "missed.length < PART",
      replace: "missed.length <= PART",
      tests: LOGS,
    },
    {
      promise: "who comes with a cursor of the future sees the refresh",
      find: "      if (!missed) this.cursor = BEFORE_ALL\n",
      replace: "",
      tests: LOGS,
    },
    {
      promise: "who can take no more is handed nothing",
      find: "    await drained\n",
      replace: "",
      tests: LOGS,
    },
    {
      promise: "who left while they could take no more is handed nothing",
      find: "if (attempt === this.attempt) await this.catchUp()",
      replace: "await this.catchUp()",
      tests: LOGS,
    },
    {
      promise: "who was too slow for a live frame reads on",
      find: "if (drained) this.goOn(drained).catch(this.closed)",
      replace: "if (drained) this.pause()",
      tests: LOGS,
    },
  ]),
  ...mutantsOf("server/cable/audience.ts", SUBSCRIPTION, [
    {
      promise: "who was told several together comes back after the last of them",
      find: "withCursor(html, last.position)",
      replace: "withCursor(html, first.position)",
    },
    {
      promise: "who has had a part of what is told together misses none of the rest",
      find: "first: first.position, position: last.position",
      replace: "position: last.position",
    },
    {
      promise: "a hundred readers do not take the processor for themselves",
      find: "rest >= 1 ? setTimeout",
      replace: "rest >= 1e9 ? setTimeout",
    },
    {
      promise: "what waited for the rest to be over is told",
      find: "setTimeout(() => this.tellAll(), rest)",
      replace: "setTimeout(() => {}, rest)",
    },
  ]),
]

const MEMORY: Mutant[] = [
  ...mutantsOf(
    "server/cable/memory_log.ts",
    ["test/cable/memory_log.test.ts"],
    [
      {
        promise: "after a restart, a page of before does not take what it has for all there is",
        find: "laterPosition(this.birth, stream.floor(this.oldest))",
        replace: "stream.floor(this.oldest)",
      },
      {
        promise: "nothing is lost where the clock is set back",
        find: "now > this.milliseconds",
        replace: "now !== this.milliseconds",
      },
      {
        promise: "the log of a server that runs for months stays small",
        find: "setInterval(() => this.sweep(), SWEEP_INTERVAL)",
        replace: "setInterval(() => {}, SWEEP_INTERVAL)",
      },
      {
        promise: "a stream that nobody reads is forgotten",
        find: "      if (stream.idle) this.streams.delete(name)\n",
        replace: "",
      },
      {
        promise: "nothing older than ten minutes is kept for who still reads",
        find: "      stream.trim(this.oldest)\n      if",
        replace: "      if",
      },
      {
        promise: "the log of a busy stream stays small",
        find: `    if (frame.kind !== "delta") stream.trim(this.oldest)\n`,
        replace: "",
        tests: LOGS,
      },
      {
        promise: "a page of a quiet stream does not refresh for ever",
        find: "replayPosition ?? this.now",
        replace: "replayPosition ?? this.last",
        tests: LOGS,
      },
      {
        promise: "a cursor from the future is answered with a refresh",
        find: " && comparePositions(cursor, this.now) <= 0",
        replace: "",
        tests: LOGS,
      },
      {
        promise: "an old message that is fenced off tells no words of before",
        find: "return this.trimmed(name).text(message)",
        replace: "return this.stream(name).text(message)",
        tests: LOGS,
      },
    ],
  ),
  ...mutantsOf("server/cable/memory_stream.ts", LOGS, [
    {
      promise: "after a refresh, words go on from a snapshot",
      find: "    this.messages.clear()\n",
      replace: "",
    },
    {
      promise: "a page rendered after the end has nothing to replay",
      find: `filter(({ state }) => state !== "finished")`,
      replace: "filter(Boolean)",
    },
    {
      promise: "an answer that was stopped grows no more",
      find: "writer >= known.writer",
      replace: "writer > known.writer",
    },
    {
      promise: "a finished message stays finished behind a fence",
      find: `if (known.state === "open") known.state`,
      replace: "known.state",
    },
    {
      promise: "who comes late is not told what is superseded",
      find: "      this.supersede(message)\n",
      replace: "",
    },
    {
      promise: "an answer that is written for long keeps its beginning",
      find: "for (const [message, { active }] of this.messages)",
      replace: "for (const [message, { reset: active }] of this.messages)",
    },
    {
      promise: "who watches sees no keyframe",
      find: `if (frame.kind !== "keyframe")`,
      replace: "if (frame)",
    },
    {
      promise: "all words of a message are known",
      find: "      known.words.push(words)\n",
      replace: "",
    },
  ]),
  ...mutantsOf("server/cable/cable_log.ts", LOGS, [
    {
      promise: "a page comes back within ten minutes without a refresh",
      find: "RETENTION = 10 * 60 * 1000",
      replace: "RETENTION = 10 * 1000",
    },
    {
      promise: "logs stay small",
      find: "RETENTION = 10 * 60 * 1000",
      replace: "RETENTION = 60 * 60 * 1000",
    },
    {
      promise: "who was superseded writes no more",
      find: "writer < known.writer",
      replace: "writer < 0",
    },
    {
      promise: "growth has a beginning",
      find: `(kind === "delta" || kind === "keyframe")`,
      replace: `kind === "keyframe"`,
    },
  ]),
]

const IN_REDIS: Mutant[] = [
  ...mutantsOf(
    "server/cable/owed_refreshes.ts",
    ["test/cable/owed_refreshes.test.ts"],
    [
      {
        promise: "pages do not refresh every second",
        find: "        this.#streams.delete(stream)\n",
        replace: "",
      },
      {
        promise: "a refresh that could not be told is told later",
        find: "this.#streams.size > 0 ? setTimeout(() => this.#pay(), RETRY).unref() : undefined",
        replace: "undefined",
      },
    ],
  ),
  ...mutantsOf(
    "server/cable/redis_appends.ts",
    ["test/cable/redis_appends.test.ts"],
    [
      {
        promise: "all whose frame was refused know of it",
        find: "for (const { reject } of appends) reject(error)",
        replace: "appends[0]?.reject(error)",
      },
      {
        promise: "what a frame costs does not grow with the streams",
        find: "this.waiting.splice(0)",
        replace: "this.waiting.splice(0, 1)",
      },
      {
        promise: "a frame that comes after a quiet time is sent",
        find: "    this.sending = undefined\n",
        replace: "",
      },
    ],
  ),
  ...mutantsOf("server/cable/redis_channels.ts", REDIS, [
    {
      promise: "nobody misses a word where the connection dropped",
      find: "this.catchUp(channel, subscription).catch(subscription.closed)",
      replace: "this.redis.subscribe(channel).catch(subscription.closed)",
    },
    {
      promise: "who can't catch up is told to come back",
      find: "catch(subscription.closed)\n    }",
      replace: "catch(() => {})\n    }",
    },
    {
      promise: "what is appended while somebody joins reaches them",
      find: "await answered(this.redis.subscribe(channel))\n    await subscription.catchUp()",
      replace: "await subscription.catchUp()\n    await answered(this.redis.subscribe(channel))",
      tests: LOGS,
    },
    {
      promise: "a stream that nobody reads costs nothing",
      find: "      this.redis.unsubscribe(channel).catch(() => {})\n",
      replace: "",
    },
  ]),
  ...mutantsOf("server/cable/redis_commands.ts", REDIS, [
    {
      promise: "a frame whose reply was lost does not come twice",
      find: "++this.number",
      replace: "Math.random()",
    },
    {
      promise: "words that wait when the process stops still go out",
      find: "    await this.appends.sent\n",
      replace: "",
    },
    {
      promise: "words of a log that is not trusted are told nobody",
      find: "if (texts.length > 0) await this.unlink(...texts)",
      replace: "if (texts.length > 1e6) await this.unlink(...texts)",
    },
  ]),
  ...mutantsOf("server/cable/redis_connection.ts", REDIS, [
    {
      promise: "nobody waits long for a Redis that does not answer",
      find: "DEADLINE = 2000",
      replace: "DEADLINE = 20_000",
    },
  ]),
  ...mutantsOf("server/cable/redis_log.ts", REDIS, [
    {
      promise: "an end that a full Redis refused reaches the pages",
      find: `["event", "final"]`,
      replace: `["event"]`,
    },
    {
      promise: "a question that a full Redis refused reaches the pages",
      find: `["event", "final"]`,
      replace: `["final"]`,
    },
    {
      promise: "pages do not refresh for an end that came too late",
      find: "if (!this.closed && !isRefusal(error))",
      replace: "if (!this.closed)",
    },
    {
      promise: "after a backup was restored, nothing of the old log is used",
      find: "if (told && !(await remembers(told)))",
      replace: "if (told && (await remembers(told)))",
    },
    {
      promise: "who comes with nonsense for a cursor gets a refresh",
      find: "isPosition(from) ? from : TOO_OLD",
      replace: "from",
      tests: LOGS,
    },
  ]),
  ...mutantsOf("server/cable/scripts/append.lua", LOGS, [
    {
      promise: "a command that ran but was not answered does not run again",
      find: `if last and last:match("^%d+") == number then`,
      replace: "if false then",
      tests: REDIS,
    },
    {
      promise: "who was superseded writes no more",
      find: "writer < known.writer or",
      replace: "false or",
    },
    {
      promise: "an answer that was stopped grows no more",
      find: "not known.open and",
      replace: "known.finished and",
    },
    {
      promise: "the log of a long answer stays small",
      find: `redis.call("XDEL", log_key, entry[1])`,
      replace: "local _ = entry",
    },
    {
      promise: "the log of a busy stream stays small",
      find: `redis.call("XTRIM", log_key, "MINID", floor(earliest))`,
      replace: "local _ = earliest",
    },
    {
      promise: "a page refreshes once",
      find: `redis.call("XTRIM", log_key, "MINID", position)`,
      replace: "local _ = position",
    },
    {
      promise: "an answer that is written for long is kept",
      find: "  if prolongs then keep",
      replace: "  if not is_delta then keep",
    },
    {
      promise: "the words of a finished message are not kept",
      find: `redis.call("DEL", text_key)`,
      replace: `redis.call("SET", text_key, text)`,
      tests: REDIS,
    },
    {
      promise: "what only idles vanishes",
      find: "if prolongs then keep({ log_key, messages_key, text_key }) end",
      replace: "if prolongs then keep({ log_key, messages_key }) end",
      tests: REDIS,
    },
    {
      promise: "a backup that lacks the newest message is noticed",
      find: "number > newest",
      replace: "number < newest",
      tests: REDIS,
    },
  ]),
  ...mutantsOf("server/cable/scripts/prelude.lua", LOGS, [
    {
      promise: "another run of Redis, which may have lost frames, is noticed",
      find: "if known[1] == run then",
      replace: "if known[1] then",
      tests: REDIS,
    },
    {
      promise: "a writer who fell silent does not hold back the log",
      find: "known.active < now - retention - slack or",
      replace: "false or",
    },
    {
      promise: "a finished message is not replayed",
      find: "not known.finished and",
      replace: "",
    },
    {
      promise: "a page is rendered from a place that misses nothing",
      find: `if facts[index] == "last-generated-id" and`,
      replace: "if false and",
    },
    {
      promise: "an answer that is written for long keeps its beginning",
      find: "if reset and earlier(reset, oldest) then",
      replace: "if false then",
    },
  ]),
  ...mutantsOf("server/cable/scripts/fence.lua", LOGS, [
    {
      promise: "an answer that was stopped grows no more",
      find: "writer >= known.writer",
      replace: "writer > known.writer",
    },
    {
      promise: "a finished message stays finished behind a fence",
      find: `known and known.finished and "finished" or "fenced"`,
      replace: `"fenced"`,
    },
    {
      promise: "an answer that is fenced off keeps its beginning",
      find: "known and known.reset or at(now, 0)",
      replace: "at(now, 0)",
    },
  ]),
  ...mutantsOf("server/cable/scripts/distrust.lua", REDIS, [
    {
      promise: "what was told after the log began anew is not thrown away by who comes late",
      find: `redis.call("HGET", birth_key, "position") == ARGV[2]`,
      replace: "true",
    },
    {
      promise: "a log that began anew is trusted",
      find: `  redis.call("HDEL", birth_key, "newest", "claimed")\n`,
      replace: "",
    },
  ]),
  ...mutantsOf("server/cable/scripts/replay.lua", LOGS, [
    {
      promise: "a cursor from the future is answered with a refresh",
      find: " or earlier(current, cursor)",
      replace: "",
    },
    {
      promise: "after Redis was lost, a page does not take what it has for all there is",
      find: "earlier(cursor, birth()) or",
      replace: "",
      tests: REDIS,
    },
    {
      promise: "a page that was away for too long refreshes",
      find: " or earlier(cursor, floor(earliest_reset()))",
      replace: "",
    },
  ]),
]

export const MUTANTS = [...SOCKETS, ...PLACES, ...MEMORY, ...IN_REDIS]
