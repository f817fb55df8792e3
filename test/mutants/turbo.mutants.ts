import { type Mutant, mutantsOf } from "./support/mutant.ts"

const MESSAGE = ["test/turbo/message_stream.test.ts"]
const FRAMES = ["test/turbo/message_frames.test.ts"]
const STREAMS = ["test/turbo/message_streams.test.ts"]
const NAMES = ["test/turbo/stream_name.test.ts"]
const PACE = ["test/turbo/frame_rate.test.ts"]
const CABLE = ["test/controllers/cable_controller.test.ts"]
const ENDINGS = ["test/controllers/cable_endings.test.ts"]

const WORDS: Mutant[] = [
  ...mutantsOf("server/turbo/message_stream.ts", MESSAGE, [
    {
      promise: "an end that the log did not take is told again",
      find: "FINISH_RETRIES = [100, 300, 900]",
      replace: "FINISH_RETRIES = []",
    },
    {
      promise: "no character is told in halves",
      find: "endsInHalfACharacter(news) ? news.slice(0, -1) : news",
      replace: "news",
    },
    {
      promise: "the end waits for the frame that is under way",
      find: "    await this.#running\n    await this.#end(",
      replace: "    await this.#end(",
    },
    {
      promise: "the log has every word once",
      find: `    this.#untold = ""\n`,
      replace: "",
    },
    {
      promise: "who missed what was added looks into the text",
      find: "known + added.length === content.length ? added",
      replace: "added ? added",
    },
    {
      promise: "a message that was superseded is not ended again and again",
      find: "error instanceof Superseded || retry === undefined",
      replace: "retry === undefined",
    },
    {
      promise: "what comes while the log is slow goes out in one frame",
      find: "this.#running ??= this.#run()",
      replace: "this.#run()",
    },
    {
      promise: "a frame goes out once per screen refresh",
      find: "this.#frameTimer.begin(start + frameRate.interval(this, { rendering, showing }))",
      replace: "frameRate.interval(this, { rendering, showing })",
    },
    {
      promise: "who takes a message up goes on from what is there",
      find: "    this.#answer.push(content)\n",
      replace: "",
    },
    {
      promise: "a message whose end is still to come shows all there is",
      find: "await this.#frames.begin({ html, text }).catch((error) => this.#failed(error))",
      replace: "await this.#running",
    },
  ]),
  ...mutantsOf("server/turbo/message_frames.ts", FRAMES, [
    {
      promise: "after a frame that the log did not take, the whole goes out",
      find: "      this.#isBased = false\n",
      replace: "",
      tests: MESSAGE,
    },
    {
      promise: "the log of a long answer stays small",
      find: "      await this.#shorten(whole)\n",
      replace: "",
    },
    {
      promise: "an answer costs what it is long, and not that for every word",
      find: "if (this.#deltasLength > this.#wholeLength) await",
      replace: "await",
      tests: MESSAGE,
    },
    {
      promise: "to look whether a keyframe is due does not cost the whole for every word",
      find: "    if (this.#deltasLength <= this.#wholeLength) return\n",
      replace: "",
    },
    {
      promise: "an answer costs what it is long, and not that for every word",
      find: "    this.#deltasLength = 0\n",
      replace: "",
      tests: MESSAGE,
    },
  ]),
  ...mutantsOf("server/turbo/frame_timer.ts", MESSAGE, [
    {
      promise: "the end does not wait for a pause to be over",
      find: "    this.isOver = true\n    this.#wake()",
      replace: "    this.isOver = true",
      tests: PACE,
    },
    {
      promise: "after the end nothing follows",
      find: "    this.isOver = true\n",
      replace: "",
    },
  ]),
  ...mutantsOf("server/turbo/frame_rate.ts", PACE, [
    {
      promise: "a long answer leaves the processor to others",
      find: "RENDERING * rendering, ",
      replace: "",
    },
    {
      promise: "many answers at once leave the processor to pages",
      find: "SHOWING * this.#streams * this.#cost",
      replace: "SHOWING * this.#cost",
    },
    {
      promise: "answers that have ended hold up no others",
      find: "      this.#lately.clear()\n",
      replace: "",
    },
    {
      promise: "words come as fast as a screen shows them",
      find: "SCREEN_REFRESH = 16",
      replace: "SCREEN_REFRESH = 160",
    },
  ]),
  ...mutantsOf("server/turbo/message_streams.ts", STREAMS, [
    {
      promise: "what one writer says goes out in order",
      find: "if (known?.writer === place.writer) return known",
      replace: "if (!known) return new MessageStream(cable, place)",
    },
    {
      promise: "a later writer does not go on with what an earlier one remembers",
      find: "known?.writer === place.writer",
      replace: "known",
    },
    {
      promise: "an earlier writer takes nothing from a later one",
      find: "known.writer < place.writer",
      replace: "known.writer !== place.writer",
    },
    {
      promise: "messages that have ended are forgotten",
      find: "=== stream) streams.delete(place.message)",
      replace: "=== stream) streams.get(place.message)",
    },
    {
      promise: "the end of an earlier writer forgets no later one",
      find: "if (streams.get(place.message) === stream) streams",
      replace: "streams",
    },
    {
      promise: "an answer can be stopped while Redis is away",
      find: "if (!(error instanceof LogUnavailable)) throw error",
      replace: "throw error",
    },
  ]),
  ...mutantsOf("server/turbo/broadcasts.ts", STREAMS, [
    {
      promise: "a thread can be read while Redis is away",
      find: "throw error\n    return BEFORE_ALL",
      replace: "throw error\n    throw error",
    },
    {
      promise: "a page that was rendered without the log refreshes when it is back",
      find: `BEFORE_ALL = "0-0"`,
      replace: `BEFORE_ALL = ""+Date.now()+"-0"`,
    },
    {
      promise: "a question is taken while Redis is away",
      find: "await cable.append(stream, frame)\n  } catch (error) {\n    if (!(error instanceof LogUnavailable)) throw error",
      replace: "await cable.append(stream, frame)\n  } catch (error) {\n    throw error",
    },
    {
      promise: "a retry stands below the try before it, and not at the end",
      find: `turboStream("after"`,
      replace: `turboStream("append"`,
      tests: ["test/controllers/retries_controller.test.ts"],
    },
  ]),
]

const NOBODY_ELSES: Mutant[] = [
  ...mutantsOf("server/turbo/stream_name.ts", NAMES, [
    {
      promise: "a name that leaked does not serve for ever",
      find: "return Date.now() < expiresAt ?",
      replace: "return expiresAt ?",
    },
    {
      promise: "a page that is open all day goes on",
      find: "LIFETIME = 24 * 60 * 60 * 1000",
      replace: "LIFETIME = 60 * 60 * 1000",
    },
    {
      promise: "a name can't be forged",
      find: "if (sameText(signed, `${payload}.${signature(payload)}`))",
      replace: `if (signed.includes("."))`,
    },
    {
      promise: "a signature of the same length is not the same",
      find: "bytesA.length === bytesB.length && timingSafeEqual(bytesA, bytesB)",
      replace: "bytesA.length === bytesB.length",
    },
    {
      promise: "who knows nothing of the secret can't sign",
      find: `createHmac("sha256", key)`,
      replace: `createHmac("sha256", "key")`,
    },
  ]),
  ...mutantsOf("server/controllers/authorize_cable.ts", CABLE, [
    {
      promise: "nobody reads with a stream's name that was made for somebody else",
      find: "name?.userId !== session.userId",
      replace: "!name",
    },
    {
      promise: "another site's page gets no stream",
      find: "if (!hasOwnOrigin(request))",
      replace: "if (request.headers.origin === undefined && !hasOwnOrigin(request))",
    },
    {
      promise: "who has signed out reads no more",
      find: "  if (!session) {\n    return SIGNED_OUT",
      replace: `  if (!session) {\n    return { status: 403, reason: "" }`,
    },
    {
      promise: "a thread that was deleted, or is another's, is read by nobody",
      find: "(await refusedReaders([reader])).get(reader)",
      replace: "(await refusedReaders([])).get(reader)",
    },
    {
      promise: "a page goes on from where it is",
      find: `cursor: query.get("cursor") ?? ""`,
      replace: `cursor: query.get("cursors") ?? ""`,
    },
  ]),
  ...mutantsOf("server/controllers/cable_controller.ts", CABLE, [
    {
      promise: "a page can tell our refusals from a proxy's",
      find: `.set("Cable-Refusal", "1")`,
      replace: "",
    },
    {
      promise: "who runs the server reads that the proxy passes no WebSockets",
      find: "      logger.warn(NOT_UPGRADED)\n",
      replace: "",
    },
    {
      promise: "a page behind a proxy that passes no WebSockets is told so",
      find: "if (this.session) plainUpgrades.set(this.session.id, true)",
      replace: "if (this.session) plainUpgrades.delete(this.session.id)",
    },
    {
      promise: "a page whose origin a proxy hides is told so",
      find: "const isOwn = origin === undefined || isOwnOrigin(origin, request)",
      replace: "const isOwn = origin === undefined || request !== undefined",
    },
  ]),
  ...mutantsOf("server/models/refused_readers.ts", ENDINGS, [
    {
      promise: "who has signed out reads no more, on any open page",
      find: "!sessions.has(sessionId)",
      replace: "sessions.size === 0",
    },
    {
      promise: "a thread that was given away is read by who had it no more",
      find: "conversation && owners.get(conversation.id) !== userId",
      replace: "conversation && !owners.has(conversation.id)",
    },
    {
      promise: "a thread that was deleted is read no more",
      find: "conversation && owners.get(conversation.id) !== userId",
      replace: "conversation && owners.has(conversation.id) && owners.get(conversation.id) !== userId",
    },
  ]),
]

export const MUTANTS = [...WORDS, ...NOBODY_ELSES]
