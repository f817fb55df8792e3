import { data, type Row, testRows } from "../support/wire.ts"

const DONE = "data: [DONE]\n\n"
const FOX = "\u{1F98A}"
const USAGE = { input_tokens: 20, output_tokens: 10 }
const LONG = "Once upon a time there was a fox. ".repeat(60)

function event(type: string, fields: object = {}) {
  return data({ type: `response.${type}`, ...fields }, `response.${type}`)
}

function response(status: string, fields: object = {}) {
  return {
    response: { id: "resp_1", object: "response", status, output: [], error: null, usage: null, ...fields },
  }
}

function message(text: string, id = "msg_1") {
  return { id, type: "message", role: "assistant", content: [{ type: "output_text", text, annotations: [] }] }
}

function say(delta: unknown, fields: object = {}) {
  return event("output_text.delta", { item_id: "msg_1", output_index: 0, content_index: 0, delta, ...fields })
}

const CREATED = event("created", response("in_progress"))
const ONCE = CREATED + say("Once ") + say("upon")
const COMPLETED = event("completed", response("completed", { usage: USAGE }))

const exact = { text: "Once upon", usage: [20, 10] as [number, number] }
const interrupted = { text: "Once upon", status: "incomplete", code: "interrupted" } as const
const empty = { text: "", status: "failed", code: "empty_answer" } as const

const CONTENT: Row[] = [
  [
    "one output_index is one text, whatever its item_ids",
    CREATED +
      say("Once ", { item_id: "a" }) +
      say("up", { item_id: "b".repeat(400) }) +
      say("on", { item_id: "c" }) +
      COMPLETED,
    exact,
  ],
  [
    "one output_index is one text, whatever its content_index",
    CREATED + say("Once ", { content_index: 8 }) + say("upon", { content_index: 9 }) + COMPLETED,
    exact,
  ],
  [
    "another output_index is another message",
    CREATED + say("Once.") + say("Twice.", { item_id: "msg_2", output_index: 1 }) + COMPLETED,
    { text: "Once.\n\nTwice." },
  ],
  [
    "another output_index is another message, where no ids are told",
    CREATED + say("Once.", { item_id: "" }) + say("Twice.", { item_id: null, output_index: 2 }) + COMPLETED,
    { text: "Once.\n\nTwice." },
  ],
  [
    "where no indexes are told, ids divide messages",
    ONCE.replaceAll('"output_index":0,', "") +
      event("output_text.delta", { item_id: "msg_2", delta: "Twice." }) +
      COMPLETED,
    { text: "Once upon\n\nTwice." },
  ],
  ["an empty id is none", ONCE.replaceAll('"msg_1"', '""').replaceAll('"resp_1"', '""') + COMPLETED, exact],
  [
    "no id and no first event are passed over",
    event("output_text.delta", { delta: "Once " }) +
      event("output_text.delta", { delta: "upon" }) +
      event("completed", { response: { status: "completed", usage: USAGE } }),
    exact,
  ],
  [
    "a delta that is an object, a list or a number is its text",
    CREATED +
      say({ text: "Once " }) +
      say([{ type: "output_text", text: "upon " }]) +
      say(7) +
      say(null) +
      say({}) +
      COMPLETED,
    { text: "Once upon 7" },
  ],
  [
    "a delta under the name that others gave it is text",
    CREATED + event("text.delta", { delta: "Once upon" }) + COMPLETED,
    exact,
  ],
  [
    "a refusal is the answer",
    CREATED +
      event("refusal.delta", { item_id: "msg_1", output_index: 0, delta: "I'd rather not." }) +
      COMPLETED,
    { text: "I'd rather not." },
  ],
  [
    "a refusal in the last event alone is the answer",
    CREATED +
      event(
        "completed",
        response("completed", {
          output: [{ id: "msg_1", type: "message", content: [{ type: "refusal", refusal: "No." }] }],
        }),
      ),
    { text: "No." },
  ],
  [
    "text in the last event alone is the answer",
    CREATED + event("completed", response("completed", { usage: USAGE, output: [message("Once upon")] })),
    exact,
  ],
  [
    "text in the last event alone, in two messages and two parts, is divided",
    CREATED +
      event(
        "completed",
        response("completed", {
          output: [
            { type: "reasoning", summary: [] },
            {
              ...message(""),
              content: [
                { type: "output_text", text: "On" },
                { type: "output_text", text: "ce." },
              ],
            },
            message("Twice.", "msg_2"),
          ],
        }),
      ),
    { text: "Once.\n\nTwice." },
  ],
  [
    "text in output_text.done alone is the answer",
    CREATED + event("output_text.done", { output_index: 0, content_index: 0, text: "Once upon" }) + COMPLETED,
    exact,
  ],
  [
    "text in content_part.done alone is the answer",
    CREATED +
      event("content_part.done", {
        output_index: 0,
        content_index: 0,
        part: { type: "output_text", text: "Once upon" },
      }) +
      COMPLETED,
    exact,
  ],
  [
    "text in output_item.done alone is the answer",
    CREATED + event("output_item.done", { output_index: 1, item: message("Once upon") }) + COMPLETED,
    exact,
  ],
  [
    "what is told again when it is done is not told twice",
    ONCE +
      event("output_text.done", { output_index: 0, content_index: 0, text: "Once upon" }) +
      event("content_part.done", {
        output_index: 0,
        content_index: 0,
        part: { type: "output_text", text: "Once upon" },
      }) +
      event("output_item.done", { output_index: 0, item: message("Once upon") }) +
      event("completed", response("completed", { usage: USAGE, output: [message("Once upon")] })),
    exact,
  ],
  [
    "the last event completes what the deltas left out",
    CREATED +
      say("Once ") +
      event("completed", response("completed", { usage: USAGE, output: [message("Once upon")] })),
    exact,
  ],
  [
    "another text in the last event changes nothing",
    ONCE +
      event(
        "completed",
        response("completed", { usage: USAGE, output: [message("Twice upon a time, and never once")] }),
      ),
    exact,
  ],
  [
    "an event that is told twice is shown once",
    CREATED +
      say("Once ", { sequence_number: 4 }).repeat(2) +
      say("upon", { sequence_number: 5 }) +
      say("Once ", { sequence_number: 4 }) +
      COMPLETED,
    exact,
  ],
  [
    "half a character at a delta's end waits for its other half",
    CREATED + say(`A ${FOX[0]}`) + say(`${FOX[1]}!`) + COMPLETED,
    { text: `A ${FOX}!` },
  ],
  [
    "half a character whose other half never comes costs nothing else",
    CREATED + say(`Once ${FOX[0]}`) + COMPLETED,
    { text: "Once \uFFFD" },
  ],
  [
    "half a character before a cut costs nothing else",
    CREATED + say(`Once ${FOX[0]}`),
    { text: "Once \uFFFD", status: "incomplete" },
    "cut",
  ],
  [
    "half a character at a message's end is not the next one's",
    CREATED + say(`Once${FOX[0]}`) + say("Twice.", { output_index: 1, item_id: "msg_2" }) + COMPLETED,
    { text: "Once\uFFFD\n\nTwice." },
  ],
  [
    "a mark of the order of bytes is none of the words",
    `\uFEFF${CREATED}${say("\uFEFFOnce ")}${say("upon")}${COMPLETED}`,
    exact,
  ],
  [
    "thoughts are not shown",
    CREATED +
      event("reasoning_text.delta", { output_index: 0, delta: "Hm." }) +
      event("reasoning_summary_text.delta", { output_index: 0, delta: "Hm." }) +
      say("Once ", { output_index: 1 }) +
      say("upon", { output_index: 1 }) +
      COMPLETED,
    exact,
  ],
  ["events without names are understood", (ONCE + COMPLETED).replaceAll(/^event: .*\n/gm, ""), exact],
  [
    "events without types are understood by their names",
    (ONCE + COMPLETED).replaceAll(/"type":"response\.[\w.]+",/g, ""),
    exact,
  ],
  [
    "a whole response as the only event is used",
    data(response("completed", { usage: USAGE, output: [message("Once upon")] }).response),
    exact,
  ],
  [
    "a whole response that has failed says why",
    data(response("failed", { error: { code: "server_error", message: "Asleep." } }).response),
    { text: "", status: "failed", code: "server_error", says: /^Asleep/ },
  ],
]

const LIFE: Row[] = [
  [
    "data that is empty, or no event, is passed over",
    `data:\n\ndata: ping\n\ndata: null\n\ndata: 1\n\ndata: []\n\ndata: {oops\n\n${ONCE}event: keepalive\ndata: {"type":"keepalive"}\n\n${COMPLETED}`,
    exact,
  ],
  [
    "comments, CRLF and events that nobody knows are passed over",
    `: ping\n\n${event("slug:thinking")}${ONCE}${COMPLETED}${DONE}`.replaceAll("\n", "\r\n"),
    exact,
  ],
  [
    "an event in several lines is one",
    `${CREATED}data: {"type":"response.output_text.delta",\ndata: "delta":"Once upon"}\n\n${COMPLETED}`,
    exact,
  ],
]

const ENDS: Row[] = [
  [
    "a message that is done and a proper end are an end",
    ONCE +
      event("output_item.done", { output_index: 0, item: { ...message("Once upon"), status: "completed" } }),
    { text: "Once upon" },
  ],
  [
    "a message that is done and [DONE] are an end",
    ONCE + event("output_item.done", { output_index: 0, item: message("Once upon") }) + DONE,
    { text: "Once upon" },
  ],
  [
    "a message that is done and a cut are a cut",
    ONCE + event("output_item.done", { output_index: 0, item: message("Once upon") }),
    interrupted,
    "cut",
  ],
  [
    "a message that is done incomplete is no end",
    ONCE +
      event("output_item.done", { output_index: 0, item: { ...message("Once upon"), status: "incomplete" } }),
    interrupted,
  ],
  ["[DONE] alone is a cut", ONCE + DONE, interrupted],
  ["nothing at the end is a cut", ONCE, interrupted],
  ["an end without a response is an end", ONCE + event("completed"), { text: "Once upon" }],
  [
    "an end whose status was forgotten is an end",
    ONCE + event("completed", response("in_progress", { usage: USAGE })),
    exact,
  ],
  ["response.done is an end", ONCE + event("done", response("completed", { usage: USAGE })), exact],
  ["a cancelled response is interrupted", ONCE + event("cancelled", response("cancelled")), interrupted],
  [
    "a response that calls itself incomplete is so, whatever its event is called",
    ONCE + event("completed", response("incomplete", { usage: USAGE })),
    { ...exact, status: "incomplete" },
  ],
  [
    "a completed response that says why it is incomplete is incomplete",
    ONCE +
      event(
        "completed",
        response("completed", { usage: USAGE, incomplete_details: { reason: "max_output_tokens" } }),
      ),
    { ...exact, status: "incomplete", code: "max_output_tokens" },
  ],
  ...["max_output_tokens", "max_tokens", "max_completion_tokens", "length"].map(
    (reason): Row => [
      `an answer that is incomplete for ${reason} was too long`,
      ONCE + event("incomplete", response("incomplete", { incomplete_details: { reason }, usage: USAGE })),
      { ...exact, status: "incomplete", code: "max_output_tokens", says: /limit/ },
    ],
  ),
  [
    "an answer that was filtered says so",
    ONCE + event("incomplete", response("incomplete", { incomplete_details: { reason: "content_filter" } })),
    { text: "Once upon", status: "incomplete", code: "content_filter", says: /filter/ },
  ],
  [
    "an incomplete answer whose words were told only at the end has them",
    CREATED +
      event(
        "incomplete",
        response("incomplete", {
          incomplete_details: { reason: "max_output_tokens" },
          output: [message("Once upon")],
        }),
      ),
    { text: "Once upon", status: "incomplete", code: "max_output_tokens" },
  ],
  [
    "a failed response says why, and what was used",
    ONCE +
      event(
        "failed",
        response("failed", { error: { code: "server_error", message: "Asleep." }, usage: USAGE }),
      ),
    { ...exact, status: "failed", code: "server_error", says: /^Asleep\. Try again/ },
  ],
  [
    "a failed response that says nothing is a sentence",
    ONCE + event("failed", response("failed")),
    { text: "Once upon", status: "failed", says: /could not finish/ },
  ],
]

const EMPTY: Row[] = [
  [
    "a completed response without words is a failure that can be tried again",
    CREATED + COMPLETED,
    { ...empty, says: /was empty.*Try again/ },
  ],
  [
    "a function call alone is no answer",
    CREATED +
      event("output_item.done", {
        output_index: 0,
        item: { type: "function_call", name: "f", arguments: "{}" },
      }) +
      COMPLETED,
    { ...empty, says: /tool/ },
  ],
  [
    "a function call in the last event alone is no answer",
    CREATED + event("completed", response("completed", { output: [{ type: "function_call", name: "f" }] })),
    { ...empty, says: /tool/ },
  ],
  [
    "thoughts alone are no answer",
    CREATED + event("reasoning_text.delta", { delta: "Hm." }) + COMPLETED,
    { ...empty, says: /thought about it/ },
  ],
  [
    "a reasoning item alone is no answer",
    CREATED + event("completed", response("completed", { output: [{ type: "reasoning", summary: [] }] })),
    { ...empty, says: /thought about it/ },
  ],
  [
    "a message without text is no answer",
    CREATED +
      event("completed", response("completed", { output: [{ id: "m", type: "message", content: [] }] })),
    empty,
  ],
  [
    "thoughts alone in the text are no answer, and are kept",
    CREATED + say("<think>Hm.</think>\n") + COMPLETED,
    { ...empty, text: "<think>Hm.</think>\n" },
  ],
  [
    "a limit that was reached while thinking says so",
    CREATED +
      event("incomplete", response("incomplete", { incomplete_details: { reason: "max_output_tokens" } })),
    { text: "", status: "incomplete", says: /before it began to answer/ },
  ],
]

const USED: Row[] = [
  [
    "zeros beside words are counted by us",
    ONCE + event("completed", response("completed", { usage: { input_tokens: 0, output_tokens: 0 } })),
    { text: "Once upon", about: true },
  ],
  [
    "nulls, parts and nothing are counted by us",
    ONCE +
      event(
        "completed",
        response("completed", { usage: { input_tokens: null, output_tokens: {}, total_tokens: [] } }),
      ),
    { text: "Once upon", about: true },
  ],
  [
    "figures in strings are figures, and those of Chat Completions, too",
    ONCE +
      event("completed", response("completed", { usage: { prompt_tokens: "20", completion_tokens: "10" } })),
    exact,
  ],
  [
    "usage in an earlier event is known",
    ONCE +
      event("in_progress", { ...response("in_progress"), usage: USAGE }) +
      event("completed", response("completed")),
    exact,
  ],
  [
    "usage far below the words is counted by us",
    CREATED +
      say(LONG) +
      event("completed", response("completed", { usage: { input_tokens: 20, output_tokens: 1 } })),
    { text: LONG, about: [20, null] },
  ],
  [
    "parts of tokens are rounded, and about",
    ONCE + event("completed", response("completed", { usage: { input_tokens: 20.2, output_tokens: 9.5 } })),
    { text: "Once upon", about: [20, 10] },
  ],
]

const ERRORS: Row[] = [
  [
    "an error in the middle says what the server said",
    ONCE + data({ error: { message: "Asleep.", code: 500 } }),
    { text: "Once upon", status: "failed", code: "500", says: /^Asleep/ },
  ],
  [
    "response.error says it",
    ONCE + event("error", { error: { message: "Asleep." } }),
    { text: "Once upon", status: "failed", says: /^Asleep/ },
  ],
  [
    "a flat error says it",
    ONCE + data({ type: "error", code: "zzz", message: "Asleep." }),
    { text: "Once upon", status: "failed", code: "zzz", says: /^Asleep/ },
  ],
  [
    "what FastAPI finds wrong is said",
    data({ detail: [{ msg: "Field required" }] }),
    { text: "", status: "failed", says: /^Field required/ },
  ],
  [
    "an object that is an error is said",
    data({ object: "error", message: "Out of blocks." }),
    { text: "", status: "failed", says: /^Out of blocks/ },
  ],
]

testRows("responses", [...CONTENT, ...LIFE, ...ENDS, ...EMPTY, ...USED, ...ERRORS])
