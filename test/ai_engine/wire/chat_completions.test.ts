import { data, type Row, testRows } from "../support/wire.ts"

const DONE = "data: [DONE]\n\n"
const FOX = "\u{1F98A}"
const LONG = "Once upon a time there was a fox. ".repeat(60)

function chunk(fields: object) {
  return data({ id: "chatcmpl-1", object: "chat.completion.chunk", created: 1, model: "m", ...fields })
}

function delta(delta: unknown, finish: unknown = null, more: object = {}) {
  return chunk({ choices: [{ index: 0, delta, finish_reason: finish, ...more }] })
}

function say(content: unknown, finish: unknown = null) {
  return delta({ content }, finish)
}

function usage(prompt_tokens: unknown, completion_tokens: unknown, more: object = {}) {
  return chunk({ choices: [], usage: { prompt_tokens, completion_tokens, ...more } })
}

const STOP = delta({}, "stop")
const USED = usage(20, 10, { total_tokens: 30 })
const END = `${STOP}${USED}${DONE}`
const ONCE = say("Once ") + say("upon")

const exact = { text: "Once upon", usage: [20, 10] as [number, number] }
const interrupted = { text: "Once upon", status: "incomplete", code: "interrupted" } as const

const CONTENT: Row[] = [
  ["a delta that is the words themselves is text", delta("Once ") + delta("upon") + END, exact],
  [
    "words beside an empty delta are text",
    delta({}, null, { text: "Once " }) + delta({ content: null }, null, { text: "upon" }) + END,
    exact,
  ],
  [
    "a last message that is the words themselves is text",
    delta({}, "stop", { message: "Once upon" }) + USED + DONE,
    exact,
  ],
  [
    "a choice is the same one, whether its number is a number or a text",
    say("Once ") + delta({ content: "upon" }, null, { index: "0" }) + END,
    exact,
  ],
  [
    "of a total alone, what is not the prompt's is the answer's, though it can't be seen",
    ONCE + STOP + usage(undefined, undefined, { total_tokens: 5_000 }) + DONE,
    { text: "Once upon", about: [24, 4_976] },
  ],
  [
    "the largest figure that a context can hold is billed as it is",
    ONCE + STOP + usage(10_000_000, 10) + DONE,
    { text: "Once upon", usage: [10_000_000, 10] },
  ],
  [
    "content as a list of parts is their text",
    say([{ type: "text", text: "Once " }]) + say([{ type: "text", text: "upon" }]) + END,
    exact,
  ],
  [
    "thoughts in a list of parts are not text",
    say([{ type: "thinking", thinking: [{ type: "text", text: "Hm." }] }]) +
      say([
        { type: "thinking", thinking: "Hm" },
        { type: "text", text: "Once " },
      ]) +
      say("upon") +
      END,
    exact,
  ],
  [
    "strings and lists in a list of parts are text, what nobody knows is not",
    say([
      "Once ",
      [[{ type: "text", text: "up" }], "on"],
      { type: "image_url", image_url: { url: "x" } },
      { type: "hologram", text: "no" },
      null,
      true,
    ]) + END,
    exact,
  ],
  ["a part without a type is text", say([{ text: "Once " }, { type: null, text: "upon" }]) + END, exact],
  [
    "content as an object is its text",
    say({ type: "text", text: "Once " }) + say({ text: "upon" }) + END,
    exact,
  ],
  [
    "content that is a number is its digits",
    say("In ") + say(19) + say(8) + say(4) + say([0]) + END,
    { text: "In 19840" },
  ],
  ["content that is true, null or missing is nothing", say(true) + say(null) + delta({}) + ONCE + END, exact],
  [
    "a delta that is null, and choices that are, are passed over",
    delta(null) + chunk({ choices: null }) + chunk({}) + ONCE + END,
    exact,
  ],
  [
    "a first chunk without choices, with an empty id and a filter's results, is passed over",
    data({
      id: "",
      object: "",
      choices: [],
      prompt_filter_results: [{ prompt_index: 0, content_filter_results: {} }],
    }) +
      ONCE +
      END,
    exact,
  ],
  [
    "an empty id all along is no id",
    data({ id: "", choices: [{ index: 0, delta: { content: "Once upon" }, finish_reason: "stop" }] }) +
      USED.replace("chatcmpl-1", "") +
      DONE,
    exact,
  ],
  [
    "a refusal beside empty content is the answer",
    delta({ content: "", refusal: "I'd rather " }) + delta({ content: null, refusal: "not." }) + END,
    { text: "I'd rather not." },
  ],
  [
    "a refusal in the last message is the answer",
    delta({ content: "" }) +
      chunk({
        choices: [{ index: 0, delta: {}, message: { content: null, refusal: "No." }, finish_reason: "stop" }],
      }) +
      USED +
      DONE,
    { text: "No." },
  ],
  ["a refusal as a part is the answer", say([{ type: "refusal", refusal: "No." }]) + END, { text: "No." }],
  [
    "of several choices the first is the answer",
    chunk({
      choices: [
        { index: 0, delta: { content: "Once " } },
        { index: 1, delta: { content: "Twice " } },
      ],
    }) +
      chunk({ choices: [{ index: 1, delta: { content: "more" } }] }) +
      chunk({ choices: [{ index: 0, delta: { content: "upon" }, finish_reason: "stop" }] }) +
      chunk({ choices: [{ index: 1, delta: {}, finish_reason: "length" }] }) +
      USED +
      DONE,
    exact,
  ],
  [
    "a server that numbers its only choice 1 is heard",
    [0, 1].map((n) => chunk({ choices: [{ index: 1, delta: { content: ["Once ", "upon"][n] } }] })).join("") +
      chunk({ choices: [{ index: 1, delta: {}, finish_reason: "stop" }] }) +
      USED +
      DONE,
    exact,
  ],
  [
    "one that numbers none is heard",
    chunk({ choices: [{ delta: { content: "Once " } }] }) +
      chunk({ choices: [{ index: null, delta: { content: "upon" }, finish_reason: "stop" }] }) +
      USED +
      DONE,
    exact,
  ],
  [
    "an empty choice 0 beside a choice 1 that speaks is passed over",
    chunk({ choices: [{ index: 0, delta: {} }] }) +
      chunk({ choices: [{ index: 1, delta: { content: "Once upon" }, finish_reason: "stop" }] }) +
      USED +
      DONE,
    exact,
  ],
  [
    "half a character at a delta's end waits for its other half",
    say(`A ${FOX[0]}`) + say(`${FOX[1]}!`) + END,
    { text: `A ${FOX}!` },
  ],
  [
    "half a character whose other half never comes costs nothing else",
    say("Once ") + say(`upon ${FOX[0]}`) + END,
    { text: "Once upon \uFFFD" },
  ],
  [
    "half a character before a cut costs nothing else",
    say("Once ") + say(`upon ${FOX[0]}`),
    { text: "Once upon \uFFFD", status: "incomplete" },
    "cut",
  ],
  [
    "half a character before an error costs nothing else",
    say(`Once ${FOX[0]}`) + data({ error: { message: "No." } }),
    { text: "Once \uFFFD", status: "failed" },
  ],
  [
    "the second half of a character alone is one unreadable character",
    say(`Once${FOX[1]} upon`) + END,
    { text: "Once\uFFFD upon" },
  ],
  [
    "half a character and other words are both kept",
    say(`A${FOX[0]}`) + say("B") + END,
    { text: "A\uFFFDB" },
  ],
  [
    "a mark of the order of bytes is none of the words",
    `\uFEFF${say("\uFEFFOnce ")}data: \uFEFF${say("upon").slice(6)}${END}`,
    exact,
  ],
  ["NUL is shown as the replacement character", say("a\u0000b") + END, { text: "a\uFFFDb" }],
  [
    "text only in the last chunk's message is the answer",
    delta({ role: "assistant" }) +
      chunk({
        choices: [{ index: 0, message: { role: "assistant", content: "Once upon" }, finish_reason: "stop" }],
      }) +
      USED +
      DONE,
    exact,
  ],
  [
    "a message that repeats with every word what was told is not told twice",
    [
      ["Once ", "Once "],
      ["upon", "Once upon"],
    ]
      .map(([content, whole]) =>
        chunk({ choices: [{ index: 0, delta: { content }, message: { content: whole } }] }),
      )
      .join("") + END,
    exact,
  ],
  [
    "a message at the end completes what the deltas left out",
    say("Once ") +
      chunk({
        choices: [{ index: 0, delta: {}, message: { content: "Once upon" }, finish_reason: "stop" }],
      }) +
      USED +
      DONE,
    exact,
  ],
  [
    "a message at the end that is another one changes nothing",
    ONCE +
      chunk({
        choices: [
          {
            index: 0,
            delta: {},
            message: { content: "Twice upon a time, and never once" },
            finish_reason: "stop",
          },
        ],
      }) +
      USED +
      DONE,
    exact,
  ],
  [
    "the text of old completions is the answer",
    chunk({ choices: [{ index: 0, text: "Once " }] }) +
      chunk({ choices: [{ index: 0, text: "upon", finish_reason: "stop" }] }) +
      USED +
      DONE,
    exact,
  ],
  [
    "a whole completion as the only event is used",
    data({
      id: "c",
      object: "chat.completion",
      choices: [{ index: 0, message: { role: "assistant", content: "Once upon" }, finish_reason: "stop" }],
      usage: { prompt_tokens: 20, completion_tokens: 10 },
    }),
    exact,
  ],
  [
    "a whole completion that was too long is incomplete",
    data({
      object: "chat.completion",
      choices: [{ message: { content: "Once upon" }, finish_reason: "length" }],
    }),
    { text: "Once upon", status: "incomplete", code: "max_output_tokens" },
  ],
  [
    "thoughts under a name of their own are not shown",
    delta({ reasoning_content: "Hm." }) +
      delta({ reasoning: "Hm." }) +
      delta({ reasoning_content: { text: "Hm." } }) +
      ONCE +
      END,
    exact,
  ],
  [
    "thoughts in the text are kept",
    say("<think>Hm.</think>\n\n") + ONCE + END,
    { text: "<think>Hm.</think>\n\nOnce upon" },
  ],
  [
    "tool calls beside words are passed over",
    delta({ tool_calls: [{ index: 0, id: "t", function: { name: "f", arguments: "{}" } }] }) + ONCE + END,
    exact,
  ],
]

const LIFE: Row[] = [
  [
    "data that is empty, or no event, is passed over",
    `data:\n\ndata: \n\ndata: ping\n\ndata: null\n\ndata: 1\n\ndata: []\n\ndata: "x"\n\ndata: {oops\n\ndata: true\n\n${ONCE}data: ping\n\n${END}`,
    exact,
  ],
  [
    "lines that are no events are passed over",
    `<!-- hello -->\n\nretry: 3000\n\nid: 7\n\nhello\n\n${ONCE}event: ping\n\n${END}`,
    exact,
  ],
  [
    "comments are passed over",
    `: OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\n${ONCE}:\n\n${END}`,
    exact,
  ],
  [
    "an event in several lines is one",
    `data: {"choices":\ndata: [{"index":0,"delta":{"content":"Once upon"},"finish_reason":"stop"}]}\n\n${USED}${DONE}`,
    exact,
  ],
  [
    "lines may end with CRLF, and [DONE] may be missing",
    (ONCE + STOP + USED).replaceAll("\n", "\r\n"),
    exact,
  ],
  ["lines may end with CR", (ONCE + END).replaceAll("\n", "\r"), exact],
  [
    "the space behind the colon may be missing, and one may stand behind [DONE]",
    `${(ONCE + STOP + USED).replaceAll("data: ", "data:")}data:[DONE] \n\n`,
    exact,
  ],
  ["the last event's empty line may be missing", (ONCE + STOP + USED).trimEnd(), exact],
  [
    "events may have names that nobody needs",
    (ONCE + END).replaceAll("data: {", "event: message\ndata: {"),
    exact,
  ],
  [
    "an event in a list is that event",
    data([{ choices: [{ index: 0, delta: { content: "Once upon" }, finish_reason: "stop" }] }]) + USED + DONE,
    exact,
  ],
]

const ENDS: Row[] = [
  [
    "an empty finish reason with every word is none: a cut is a cut",
    say("Once ", "") + say("upon", ""),
    interrupted,
    "cut",
  ],
  [
    "an empty finish reason with every word is none: an end without a word is a cut, too",
    say("Once ", "") + say("upon", ""),
    interrupted,
  ],
  ["empty finish reasons and a last one are an end", say("Once ", "") + say("upon", "") + END, exact],
  [
    "finish reasons called null or none are none",
    say("Once ", "null") + say("upon", "None") + say("", false) + say("", 0),
    interrupted,
  ],
  ["[DONE] with usage and without a finish reason is an end", ONCE + USED + DONE, exact],
  [
    "[DONE] with usage that came beside the last words is an end",
    say("Once ") +
      chunk({
        choices: [{ index: 0, delta: { content: "upon" } }],
        usage: { prompt_tokens: 20, completion_tokens: 10 },
      }) +
      DONE,
    exact,
  ],
  ["usage after the last words and a proper end are an end", ONCE + USED, exact],
  ["usage after the last words and a cut are a cut", ONCE + USED, interrupted, "cut"],
  [
    "usage with every word and a proper end without anything else are a cut",
    chunk({
      choices: [{ index: 0, delta: { content: "Once upon" } }],
      usage: { prompt_tokens: 20, completion_tokens: 10 },
    }),
    interrupted,
  ],
  ["[DONE] alone is a cut", ONCE + DONE, interrupted],
  ["a finish reason counts although the connection breaks", ONCE + STOP, { text: "Once upon" }, "cut"],
  [
    "a finish reason with every word does not count where the connection breaks",
    say("Once ", "stop") + say("upon", "stop"),
    interrupted,
    "cut",
  ],
  [
    "a finish reason with every word counts at a proper end",
    say("Once ", "stop") + say("upon", "stop"),
    { text: "Once upon" },
  ],
  [
    "a finish reason with thoughts is not the end of the words",
    delta({ reasoning_content: "Hm" }, "stop") + ONCE + END,
    exact,
  ],
  ["a stream that stays open after finish and usage has ended", ONCE + STOP + USED, exact, "open"],
  ["a stream that stays open after [DONE] has ended", ONCE + END, exact, "open"],
  [
    "the finish reason in another spelling counts",
    chunk({ choices: [{ index: 0, delta: { content: "Once upon" }, finishReason: "STOP" }] }),
    { text: "Once upon" },
    "cut",
  ],
  ...[
    "stop",
    "STOP",
    "end_turn",
    "eos",
    "eos_token",
    "stop_sequence",
    "COMPLETE",
    "tool_calls",
    "function_call",
    "FINISH_REASON_STOP",
    "done",
  ].map(
    (reason): Row => [
      `an answer that ends for ${reason} is complete`,
      ONCE + say("", reason) + USED + DONE,
      exact,
    ],
  ),
  ...[
    "length",
    "max_tokens",
    "MAX_TOKENS",
    "model_length",
    "max_output_tokens",
    "token_limit",
    "model_context_window_exceeded",
  ].map(
    (reason): Row => [
      `an answer that ends for ${reason} is incomplete`,
      ONCE + say("", reason) + USED + DONE,
      { ...exact, status: "incomplete", code: "max_output_tokens", says: /limit/ },
    ],
  ),
  ...[
    "content_filter",
    "content_filtered",
    "SAFETY",
    "RECITATION",
    "PROHIBITED_CONTENT",
    "guardrail_intervened",
    "sensitive",
    "refusal",
    "ERROR_TOXIC",
  ].map(
    (reason): Row => [
      `an answer that ends for ${reason} was filtered`,
      ONCE + say("", reason) + USED + DONE,
      { ...exact, status: "incomplete", code: "content_filter", says: /filter/ },
    ],
  ),
  ...["abort", "aborted", "cancelled", "timeout"].map(
    (reason): Row => [
      `an answer that ends for ${reason} is interrupted`,
      ONCE + say("", reason) + USED + DONE,
      { ...exact, status: "incomplete", code: "interrupted", says: /cut off.*try again/ },
    ],
  ),
  ...[
    "error",
    "ERROR",
    "network_error",
    "insufficient_system_resource",
    "MALFORMED_FUNCTION_CALL",
    "engine_overloaded",
  ].map(
    (reason): Row => [
      `an answer that ends for ${reason} has failed`,
      ONCE + say("", reason) + USED + DONE,
      { ...exact, status: "failed", code: reason.toLowerCase(), says: /server.*Try again/ },
    ],
  ),
  [
    "an answer that ends for what nobody knows has failed, and says for what",
    ONCE + say("", "moonrise") + USED + DONE,
    { ...exact, status: "failed", code: "unknown_finish_reason", says: /“moonrise”.*Try again/ },
  ],
]

const EMPTY: Row[] = [
  [
    "an empty stop is a failure that can be tried again",
    delta({ role: "assistant", content: "" }) + END,
    { text: "", status: "failed", code: "empty_answer", says: /was empty.*Try again/ },
  ],
  [
    "white space alone is no answer",
    say(" \n\t\u00A0\u200B") + END,
    { text: " \n\t\u00A0\u200B", status: "failed", code: "empty_answer" },
  ],
  [
    "tool calls alone are no answer",
    delta({ tool_calls: [{ index: 0, function: { name: "f", arguments: "{}" } }] }) +
      delta({}, "tool_calls") +
      USED +
      DONE,
    { text: "", status: "failed", code: "empty_answer", says: /tool.*Try again/ },
  ],
  [
    "an old function call alone is no answer",
    delta({ function_call: { name: "f", arguments: "{}" } }) + delta({}, "function_call") + USED + DONE,
    { text: "", status: "failed", says: /tool/ },
  ],
  [
    "thoughts alone are no answer",
    delta({ reasoning_content: "Hm." }) + END,
    { text: "", status: "failed", code: "empty_answer", says: /thought about it.*Try again/ },
  ],
  [
    "thoughts alone as parts are no answer",
    say([{ type: "thinking", thinking: [{ type: "text", text: "Hm." }] }]) + END,
    { text: "", status: "failed", says: /thought about it/ },
  ],
  [
    "thoughts alone in the text are no answer, and are kept",
    say("<think>\nHm.\n</think>\n") + END,
    { text: "<think>\nHm.\n</think>\n", status: "failed", code: "empty_answer", says: /thought about it/ },
  ],
  [
    "thoughts that never end are no answer",
    say("<think>\nHm.") + END,
    { text: "<think>\nHm.", status: "failed", code: "empty_answer" },
  ],
  ["no events at all before [DONE] are a cut", DONE, { text: "", status: "incomplete", code: "interrupted" }],
  [
    "a limit that was reached while thinking says so",
    delta({ reasoning_content: "Hm." }) + delta({}, "length") + USED + DONE,
    { text: "", status: "incomplete", code: "max_output_tokens", says: /before it began to answer/ },
  ],
  [
    "a filter that left nothing says so",
    delta({}, "content_filter") + USED + DONE,
    { text: "", status: "incomplete", code: "content_filter", says: /held the answer back/ },
  ],
]

const USAGE: Row[] = [
  [
    "usage before the last words is enough where it is enough",
    say("Once ") +
      chunk({
        choices: [{ index: 0, delta: { content: "up" } }],
        usage: { prompt_tokens: 20, completion_tokens: 10 },
      }) +
      say("on") +
      STOP +
      DONE,
    exact,
  ],
  [
    "usage that was told before most of the words came is counted by us",
    chunk({ choices: [], usage: { prompt_tokens: 20, completion_tokens: 1 } }) + say(LONG) + STOP + DONE,
    { text: LONG, about: [20, null] },
  ],
  [
    "usage in every chunk is that of the last",
    [1, 2]
      .map((tokens) =>
        chunk({
          choices: [{ index: 0, delta: { content: ["Once ", "upon"][tokens - 1] } }],
          usage: { prompt_tokens: 20, completion_tokens: tokens },
        }),
      )
      .join("") +
      STOP +
      DONE,
    { text: "Once upon", usage: [20, 2] },
  ],
  [
    "zeros after figures are no usage",
    ONCE +
      STOP +
      chunk({
        choices: [{ index: 0, delta: { content: "" } }],
        usage: { prompt_tokens: 20, completion_tokens: 0 },
      }) +
      usage(0, 10) +
      usage(0, 0) +
      DONE,
    exact,
  ],
  [
    "zeros beside words are counted by us",
    ONCE + STOP + usage(0, 0) + DONE,
    { text: "Once upon", about: true },
  ],
  [
    "a prompt of no tokens is counted by us",
    ONCE + STOP + usage(0, 10) + DONE,
    { text: "Once upon", about: [null, 10] },
  ],
  ["nulls are counted by us", ONCE + STOP + usage(null, null) + DONE, { text: "Once upon", about: true }],
  [
    "usage without figures is counted by us",
    ONCE + STOP + chunk({ choices: [], usage: {} }) + DONE,
    { text: "Once upon", about: true },
  ],
  ["no usage is counted by us", ONCE + STOP + DONE, { text: "Once upon", about: true }],
  ["figures in strings are figures", ONCE + STOP + usage("20", "10") + DONE, exact],
  [
    "figures that are words are counted by us",
    ONCE + STOP + usage("many", "few") + DONE,
    { text: "Once upon", about: true },
  ],
  [
    "parts of tokens are rounded, and about",
    ONCE + STOP + usage(20.4, 9.7) + DONE,
    { text: "Once upon", about: [20, 10] },
  ],
  [
    "negative figures are counted by us",
    ONCE + STOP + usage(-1, -1) + DONE,
    { text: "Once upon", about: true },
  ],
  [
    "figures that nobody can have used are counted by us",
    ONCE + STOP + usage(1e15, 1e300) + DONE,
    { text: "Once upon", about: true },
  ],
  [
    "a figure too large for the database is counted by us",
    ONCE + STOP + usage(20, 2 ** 31) + DONE,
    { text: "Once upon", about: [20, null] },
  ],
  [
    "only a total is divided by us",
    ONCE + STOP + chunk({ choices: [], usage: { total_tokens: 200 } }) + DONE,
    { text: "Once upon", about: true },
  ],
  [
    "a total says what is missing",
    ONCE + STOP + chunk({ choices: [], usage: { prompt_tokens: 20, total_tokens: 30 } }) + DONE,
    exact,
  ],
  [
    "a total says what the prompt was",
    ONCE + STOP + chunk({ choices: [], usage: { completion_tokens: 10, total_tokens: 30 } }) + DONE,
    exact,
  ],
  [
    "usage in x_groq counts",
    ONCE +
      chunk({
        choices: [{ index: 0, delta: {}, finish_reason: "stop" }],
        x_groq: { id: "r", usage: { prompt_tokens: 20, completion_tokens: 10 } },
      }) +
      DONE,
    exact,
  ],
  [
    "usage in the choice counts",
    ONCE +
      chunk({
        choices: [
          { index: 0, delta: {}, finish_reason: "stop", usage: { prompt_tokens: 20, completion_tokens: 10 } },
        ],
      }) +
      DONE,
    exact,
  ],
  [
    "usage under the names of Responses counts",
    ONCE + STOP + chunk({ choices: [], usage: { input_tokens: 20, output_tokens: 10 } }) + DONE,
    exact,
  ],
  [
    "usage beside an error counts",
    ONCE +
      data({ error: { code: 502, message: "Asleep." }, usage: { prompt_tokens: 20, completion_tokens: 10 } }),
    { ...exact, status: "failed", code: "502", says: /Asleep/ },
  ],
  [
    "usage before an error counts",
    ONCE + USED + data({ error: { message: "Asleep." } }),
    { ...exact, status: "failed" },
  ],
]

const ERRORS: Row[] = [
  [
    "an error in the middle says what the server said",
    ONCE + data({ error: { message: "Asleep.", code: "zzz" } }),
    { text: "Once upon", status: "failed", code: "zzz", says: /^Asleep\. Try again/ },
  ],
  [
    "an error that is a string says it",
    ONCE + data({ error: "Asleep" }),
    { text: "Once upon", status: "failed", says: /^Asleep\. / },
  ],
  [
    "an error beside choices says it",
    ONCE +
      chunk({
        choices: [{ index: 0, delta: { content: "" }, finish_reason: "error" }],
        error: { code: 429, message: "Slow down." },
      }),
    { text: "Once upon", status: "failed", code: "429", says: /^Slow down/ },
  ],
  [
    "an error in the choice says it",
    ONCE + delta({}, "error", { error: { code: 502, message: "Asleep." } }),
    { text: "Once upon", status: "failed", code: "502", says: /^Asleep/ },
  ],
  [
    "what FastAPI finds wrong is said",
    data({ detail: [{ loc: ["body"], msg: "Field required", type: "missing" }] }),
    { text: "", status: "failed", says: /^Field required/ },
  ],
  [
    "a detail that is a string is said",
    ONCE + data({ detail: "Not enough memory." }),
    { text: "Once upon", status: "failed", says: /^Not enough memory/ },
  ],
  [
    "an object that is an error is said",
    ONCE + data({ object: "error", message: "Out of blocks.", type: "InternalServerError", code: 500 }),
    { text: "Once upon", status: "failed", code: "500", says: /^Out of blocks/ },
  ],
  [
    "a message without anything else is said",
    data({ message: "Internal server error" }),
    { text: "", status: "failed", says: /^Internal server error/ },
  ],
  [
    "an error in a list is said",
    ONCE + data([{ error: { code: 503, message: "Overloaded.", status: "UNAVAILABLE" } }]),
    { text: "Once upon", status: "failed", code: "503", says: /^Overloaded/ },
  ],
  [
    "errors in a list are said",
    data({ success: false, errors: [{ code: 7003, message: "No route." }] }),
    { text: "", status: "failed", code: "7003", says: /^No route/ },
  ],
  [
    "an event that is named an error is one",
    ONCE + data({ message: "Asleep." }, "error"),
    { text: "Once upon", status: "failed", says: /^Asleep/ },
  ],
  [
    "an event that is named an error and is no JSON is one",
    ONCE + data("upstream timed out", "error"),
    { text: "Once upon", status: "failed", says: /^upstream timed out/ },
  ],
  [
    "an error that is null, empty or false is none",
    chunk({ choices: [{ index: 0, delta: { content: "Once " } }], error: null }) +
      chunk({ choices: [{ index: 0, delta: { content: "upon" } }], error: "" }) +
      chunk({ choices: [], error: {} }) +
      chunk({ choices: [], error: false }) +
      END,
    exact,
  ],
  ["a sign of life that has a status is no error", data({ status: "processing" }) + ONCE + END, exact],
]

const DOUBTFUL: Row[] = [
  [
    "a finish reason with every word and one of its own at the end counts although the connection breaks",
    say("Once ", "stop") + say("upon", "stop") + STOP,
    { text: "Once upon" },
    "cut",
  ],
  [
    "a finish reason with every word counts where the usage follows, although the connection breaks",
    say("Once ", "stop") + say("upon", "stop") + usage(20, null),
    { text: "Once upon", about: [20, null] },
    "cut",
  ],
  [
    "a finish reason and usage with thoughts are not the end of the words",
    chunk({
      choices: [{ index: 0, delta: { reasoning_content: "Hm" }, finish_reason: "stop" }],
      usage: { prompt_tokens: 20, completion_tokens: 2 },
    }) +
      ONCE +
      END,
    exact,
  ],
  [
    "an error before the first word that says that nothing was used is believed",
    data({ error: { message: "Asleep." }, usage: { prompt_tokens: 0, completion_tokens: 0 } }),
    { text: "", status: "failed", usage: [0, 0] },
  ],
  ["a sign of success is no error", data({ code: 0, message: "success" }) + ONCE + END, exact],
]

testRows("chat_completions", [...CONTENT, ...LIFE, ...ENDS, ...EMPTY, ...USAGE, ...ERRORS, ...DOUBTFUL])
