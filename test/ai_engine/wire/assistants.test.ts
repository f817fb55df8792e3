import { data, type Row, testRows } from "../support/wire.ts"

const FOX = "\u{1F98A}"
const USAGE = { prompt_tokens: 20, completion_tokens: 10, total_tokens: 30 }
const DONE = data("[DONE]", "done")

function run(status: string, fields: object = {}) {
  return data({ id: "run_1", object: "thread.run", status, usage: null, ...fields }, `thread.run.${status}`)
}

function say(content: unknown, id: unknown = "msg_1") {
  return data({ id, object: "thread.message.delta", delta: { content } }, "thread.message.delta")
}

function text(value: unknown) {
  return [{ index: 0, type: "text", text: { value, annotations: [] } }]
}

const CREATED = run("queued") + run("in_progress")
const ONCE = CREATED + say(text("Once ")) + say(text("upon"))
const END = run("completed", { usage: USAGE }) + DONE

const exact = { text: "Once upon", usage: [20, 10] as [number, number] }

const ROWS: Row[] = [
  [
    "text parts are text, strings and nested lists, too",
    CREATED + say(["Once ", [text("up")], "on"]) + END,
    exact,
  ],
  ["content as one string is text", CREATED + say("Once ") + say("upon") + END, exact],
  [
    "parts that nobody knows are passed over",
    CREATED +
      say([
        { type: "thinking", thinking: "Hm." },
        { type: "image_file", image_file: {} },
        ...text("Once upon"),
      ]) +
      END,
    exact,
  ],
  [
    "a text that is a string, a number or null is understood",
    CREATED + say([{ type: "text", text: "Once " }]) + say(text(7)) + say(text(null)) + say(null) + END,
    { text: "Once 7" },
  ],
  [
    "a delta without an id, or with an empty one, goes on",
    CREATED + say(text("Once "), "") + say(text("upon"), null) + END,
    exact,
  ],
  [
    "a refusal is the answer",
    CREATED + say([{ index: 0, type: "refusal", refusal: "I'd rather not." }]) + END,
    { text: "I'd rather not." },
  ],
  [
    "another message is divided by a blank line",
    CREATED + say(text("Once.")) + say(text("Twice."), "msg_2") + END,
    { text: "Once.\n\nTwice." },
  ],
  [
    "half a character at a delta's end waits for its other half",
    CREATED + say(text(`A ${FOX[0]}`)) + say(text(`${FOX[1]}!`)) + END,
    { text: `A ${FOX}!` },
  ],
  [
    "half a character whose other half never comes costs nothing else",
    CREATED + say(text(`Once ${FOX[0]}`)) + END,
    { text: "Once \uFFFD" },
  ],
  [
    "text in the completed message alone is the answer",
    CREATED +
      data(
        { id: "msg_1", object: "thread.message", content: text("Once upon") },
        "thread.message.completed",
      ) +
      END,
    exact,
  ],
  [
    "a completed message that was told already is not told twice",
    ONCE +
      data(
        { id: "msg_1", object: "thread.message", content: text("Once upon") },
        "thread.message.completed",
      ) +
      END,
    exact,
  ],
  [
    "data that is empty, or no event, is passed over",
    `data:\n\ndata: ping\n\ndata: null\n\nevent: thread.message.delta\ndata: null\n\n${ONCE}${END}`,
    exact,
  ],
  [
    "a run without words is a failure that can be tried again",
    CREATED + END,
    { text: "", status: "failed", code: "empty_answer", says: /Try again/ },
  ],
  [
    "thoughts alone in the text are no answer, and are kept",
    CREATED + say(text("<think>Hm.</think>")) + END,
    { text: "<think>Hm.</think>", status: "failed", code: "empty_answer" },
  ],
  [
    "a run that wants a tool says so",
    ONCE + run("requires_action"),
    { text: "Once upon", status: "failed", code: "requires_action", says: /tool/ },
  ],
  [
    "a run that is too long is incomplete",
    ONCE +
      run("incomplete", { incomplete_details: { reason: "max_completion_tokens" }, usage: USAGE }) +
      DONE,
    { ...exact, status: "incomplete", code: "max_output_tokens", says: /limit/ },
  ],
  [
    "a run that failed says why, and what was used",
    ONCE + run("failed", { last_error: { code: "server_error", message: "Asleep." }, usage: USAGE }) + DONE,
    { ...exact, status: "failed", code: "server_error", says: /^Asleep/ },
  ],
  [
    "an error in the middle says what the server said",
    ONCE + data({ error: { message: "Asleep.", code: "zzz" } }, "error"),
    { text: "Once upon", status: "failed", code: "zzz", says: /^Asleep/ },
  ],
  [
    "zeros beside words are counted by us",
    ONCE + run("completed", { usage: { prompt_tokens: 0, completion_tokens: 0 } }) + DONE,
    { text: "Once upon", about: true },
  ],
  [
    "usage without figures is asked for, and then counted by us",
    ONCE + run("completed", { usage: {} }) + DONE,
    { text: "Once upon", about: true },
  ],
  [
    "figures in strings are figures",
    ONCE + run("completed", { usage: { prompt_tokens: "20", completion_tokens: "10" } }) + DONE,
    exact,
  ],
]

testRows("assistants", ROWS)
