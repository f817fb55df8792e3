import { data, type Row, testRows } from "../support/wire.ts"

// Streams as servers of all kinds are known to send them, short of the words.

const DONE = "data: [DONE]\n\n"
const exact = { text: "Once upon", usage: [20, 10] as [number, number] }
const USAGE = { prompt_tokens: 20, completion_tokens: 10, total_tokens: 30 }

/** Chunks of one completion, each with the fields that this server puts into all of them. */
function chunks(common: object, ...own: object[]) {
  return own
    .map((fields) => data({ object: "chat.completion.chunk", created: 1795338000, ...common, ...fields }))
    .join("")
}

function choices(delta: unknown, finish_reason: unknown = null, more: object = {}) {
  return { choices: [{ index: 0, delta, finish_reason, ...more }] }
}

function events(...list: { type: string; [key: string]: unknown }[]) {
  return list.map((event, sequence_number) => data({ ...event, sequence_number }, event.type)).join("")
}

function response(status: string, fields: object = {}) {
  return { id: "resp_1", object: "response", status, model: "m", output: [], usage: null, ...fields }
}

const RESPONSES_USAGE = { input_tokens: 20, output_tokens: 10, total_tokens: 30 }
const ITEM = {
  id: "msg_1",
  type: "message",
  role: "assistant",
  status: "completed",
  content: [{ type: "output_text", text: "Once upon", annotations: [] }],
}
const AT = { item_id: "msg_1", output_index: 0, content_index: 0 }

const mistral = { id: "cmpl-1", model: "magistral-medium-2509" }
const azure = { id: "chatcmpl-1", model: "gpt-4o", system_fingerprint: "fp_1" }
const copilot = { id: "chatcmpl-1", model: "gpt-4o" }
const openrouter = { id: "gen-1", provider: "DeepInfra", model: "m" }
const perplexity = { id: "p-1", model: "sonar", citations: ["https://example.com"], search_results: [] }
const groq = { id: "chatcmpl-1", model: "llama-3.3-70b-versatile" }
const deepseek = { id: "d-1", model: "deepseek-reasoner", system_fingerprint: "fp_1" }
const ollama = { id: "chatcmpl-693", model: "mistral:latest", system_fingerprint: "fp_ollama" }
const vllm = { id: "chatcmpl-1", model: "Qwen/Qwen3-8B" }
const llamacpp = { id: "chatcmpl-1", model: "gemma", system_fingerprint: "b9554-d403f00ec" }
const gemini = { id: "g1", model: "gemini-2.5-flash" }
const anthropic = { id: "msg_01", model: "claude-opus-4" }
const xai = { id: "x-1", model: "grok-4", system_fingerprint: "fp_1" }
const tgi = { id: "", model: "tgi", system_fingerprint: "3.0.0-sha" }
const sglang = { id: "s-1", model: "glm46" }

const CHAT: Row[] = [
  [
    "Mistral's thinking models",
    chunks(
      mistral,
      choices({ role: "assistant", content: "" }),
      choices({ content: [{ type: "thinking", thinking: [{ type: "text", text: "Okay, " }] }] }),
      choices({
        content: [{ type: "thinking", thinking: [{ type: "text", text: "a fox." }], closed: true }],
      }),
      choices({ content: "Once " }),
      { ...choices({ content: "upon" }, "stop"), usage: USAGE },
    ) + DONE,
    exact,
  ],
  [
    "Mistral with references in its content",
    chunks(
      mistral,
      choices({
        content: [
          { type: "text", text: "Once " },
          { type: "reference", reference_ids: [1] },
        ],
      }),
      choices({ content: [{ type: "text", text: "upon" }] }),
      { ...choices({ content: "" }, "stop"), usage: USAGE },
    ) + DONE,
    exact,
  ],
  [
    "Mistral whose window is full",
    chunks(mistral, choices({ content: "Once upon" }), {
      ...choices({ content: "" }, "model_length"),
      usage: USAGE,
    }) + DONE,
    {
      ...exact,
      status: "incomplete",
      code: "max_output_tokens",
      says: /limit of the model or its server|reached a limit/,
    },
  ],
  [
    "Mistral in the days of usage: {}",
    chunks(
      mistral,
      { ...choices({ role: "assistant" }), usage: {} },
      { ...choices({ role: null, content: "Once upon" }), usage: {} },
      { ...choices({ content: "" }, "stop"), usage: USAGE },
    ) + DONE,
    exact,
  ],
  [
    "Azure with its filters",
    data({
      choices: [],
      created: 0,
      id: "",
      model: "",
      object: "",
      prompt_filter_results: [
        { prompt_index: 0, content_filter_results: { hate: { filtered: false, severity: "safe" } } },
      ],
    }) +
      chunks(
        azure,
        choices({ role: "assistant", content: "", refusal: null }, null, {
          content_filter_results: {},
          logprobs: null,
        }),
        choices({ content: "Once upon" }, null, { content_filter_results: { hate: { filtered: false } } }),
        choices({}, "stop", { content_filter_results: {} }),
        { choices: [], usage: USAGE },
      ) +
      DONE,
    exact,
  ],
  [
    "Azure whose filters come after the words, in a chunk of their own",
    chunks(
      azure,
      choices({ content: "Once upon" }),
      choices({}, "stop"),
      {
        choices: [
          {
            index: 0,
            finish_reason: null,
            content_filter_offsets: { check_offset: 44 },
            content_filter_results: {},
          },
        ],
      },
      { choices: [], usage: USAGE },
    ) + DONE,
    exact,
  ],
  [
    "Azure that filters what it wrote",
    chunks(
      azure,
      choices({ content: "Once upon" }),
      choices({}, "content_filter", {
        content_filter_results: { violence: { filtered: true, severity: "medium" } },
      }),
    ) + DONE,
    { text: "Once upon", status: "incomplete", code: "content_filter" },
  ],
  [
    "GitHub Copilot, Chat Completions",
    data({ choices: [], created: 0, id: "", prompt_filter_results: [{}] }) +
      chunks(
        copilot,
        choices({ content: "Once ", role: "assistant" }),
        choices({ content: "upon", copilot_annotations: null }),
        { ...choices({ content: null }, "stop"), usage: USAGE },
      ) +
      DONE,
    exact,
  ],
  [
    "GitHub Copilot with Claude, whose tool calls have an index of their own",
    chunks(
      copilot,
      { choices: [{ index: 0, delta: { content: "Once upon" } }] },
      {
        choices: [
          { index: 1, delta: { content: null, tool_calls: [{ function: { arguments: "" }, index: 0 }] } },
        ],
      },
      { ...choices({ content: null }, "stop"), usage: USAGE },
    ) + DONE,
    exact,
  ],
  [
    "Snowflake Cortex",
    chunks(
      { model: "llama" },
      {
        choices: [
          {
            delta: {
              type: "text",
              content: "Once ",
              content_list: [{ type: "text", text: "Once " }],
              text: "Once ",
            },
          },
        ],
        usage: {},
      },
      { choices: [{ delta: { type: "text", content: "upon", text: "upon" } }], usage: {} },
      { choices: [{ delta: {} }], usage: USAGE },
    ) + DONE,
    exact,
  ],
  [
    "Snowflake Cortex without [DONE]",
    chunks(
      { model: "llama" },
      { choices: [{ delta: { content: "Once upon" } }], usage: {} },
      { choices: [{ delta: {} }], usage: USAGE },
    ),
    exact,
  ],
  [
    "OpenRouter with comments and thoughts",
    `: OPENROUTER PROCESSING\n\n: OPENROUTER PROCESSING\n\n${chunks(openrouter, choices({ role: "assistant", content: "", reasoning: "Hm", reasoning_details: [{ type: "reasoning.text", text: "Hm" }] }), choices({ content: "Once upon", reasoning: null }, null, { native_finish_reason: null }), choices({ content: "" }, "stop", { native_finish_reason: "STOP" }), { choices: [{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null }], usage: { ...USAGE, cost: 0.1 } })}${DONE}`,
    exact,
  ],
  [
    "OpenRouter whose provider breaks down",
    `: OPENROUTER PROCESSING\n\n${chunks(openrouter, choices({ content: "Once upon" }), { ...choices({ content: "" }, "error", { native_finish_reason: "error" }), error: { code: 502, message: "Upstream error from DeepInfra", metadata: { provider_name: "DeepInfra" } }, usage: USAGE })}${DONE}`,
    { ...exact, status: "failed", code: "502", says: /^Upstream error from DeepInfra/ },
  ],
  [
    "OpenRouter that answers 200 with an error",
    data({ error: { message: "No endpoints found.", code: 404 }, user_id: "u" }),
    { text: "", status: "failed", code: "404", says: /^No endpoints found/ },
  ],
  [
    "Perplexity: CRLF, the whole in every chunk, no [DONE]",
    chunks(
      perplexity,
      {
        choices: [
          {
            index: 0,
            finish_reason: null,
            message: { role: "assistant", content: "Once " },
            delta: { role: "assistant", content: "Once " },
          },
        ],
        usage: { ...USAGE, completion_tokens: 1 },
      },
      {
        choices: [
          {
            index: 0,
            finish_reason: "stop",
            message: { role: "assistant", content: "Once upon" },
            delta: { role: "assistant", content: "upon" },
          },
        ],
        usage: USAGE,
      },
    ).replaceAll("\n", "\r\n"),
    exact,
  ],
  [
    "Perplexity's last chunk, which says all again",
    chunks(perplexity, choices({ content: "Once " }), choices({ content: "upon" })) +
      data({
        object: "chat.completion.done",
        choices: [
          {
            index: 0,
            finish_reason: "stop",
            message: { role: "assistant", content: "Once upon" },
            delta: { role: "assistant", content: "" },
          },
        ],
        usage: { ...USAGE, search_context_size: "low", cost: { total_cost: 0.1 } },
      }),
    exact,
  ],
  [
    "Perplexity's thinking models",
    chunks(
      perplexity,
      choices({ content: "<think>\nHm.\n" }),
      choices({ content: "</think>\n\nOnce upon" }),
      { ...choices({}, "stop"), usage: USAGE },
    ),
    { text: "<think>\nHm.\n</think>\n\nOnce upon", usage: [20, 10] },
  ],
  [
    "Groq",
    chunks(
      groq,
      { ...choices({ role: "assistant", content: "" }), x_groq: { id: "req_1" } },
      choices({ content: "Once upon" }),
      { ...choices({}, "stop"), x_groq: { id: "req_1", usage: { queue_time: 0.1, ...USAGE } } },
    ) + DONE,
    exact,
  ],
  [
    "Groq that is asked for usage tells it twice",
    chunks(
      groq,
      choices({ content: "Once upon" }),
      { ...choices({}, "stop"), x_groq: { id: "req_1", usage: USAGE } },
      { choices: [], usage: USAGE, x_groq: { id: "req_1", usage: USAGE } },
    ) + DONE,
    exact,
  ],
  [
    "Groq that fails in the middle",
    `${chunks(groq, choices({ content: "Once upon" }))}event: error\ndata: {"error":{"message":"over capacity","type":"internal_server_error","code":"over_capacity","status_code":503}}\n\n`,
    { text: "Once upon", status: "failed", code: "over_capacity", says: /^over capacity/ },
  ],
  [
    "DeepSeek's reasoner",
    `: keep-alive\n\n${chunks(deepseek, choices({ role: "assistant", content: null, reasoning_content: "" }), choices({ content: null, reasoning_content: "Hm." }), choices({ content: "Once upon", reasoning_content: null }), { ...choices({ content: "", reasoning_content: null }, "stop"), usage: { ...USAGE, prompt_cache_hit_tokens: 0 } })}${DONE}`,
    exact,
  ],
  [
    "DeepSeek that is overloaded",
    chunks(
      deepseek,
      choices({ content: "Once upon" }),
      choices({ content: "" }, "insufficient_system_resource"),
    ) + DONE,
    {
      text: "Once upon",
      status: "failed",
      code: "insufficient_system_resource",
      says: /too much to do.*Try again/,
    },
  ],
  [
    "DeepSeek that is too busy to begin sends empty lines, and then nothing",
    `\n\n\n: keep-alive\n\n\n\n${DONE}`,
    { text: "", status: "incomplete", code: "interrupted" },
  ],
  [
    "Ollama with empty finish reasons",
    chunks(
      ollama,
      choices({ role: "assistant", content: "Once " }, ""),
      choices({ content: "upon" }, ""),
      choices({ content: "" }, "stop"),
      { choices: [], usage: USAGE },
    ) + DONE,
    exact,
  ],
  [
    "Ollama whose prompt was cached counts none of it",
    chunks(ollama, choices({ content: "Once upon" }), choices({ content: "" }, "stop"), {
      choices: [],
      usage: { prompt_tokens: 0, completion_tokens: 10, total_tokens: 10 },
    }) + DONE,
    { text: "Once upon", about: [null, 10] },
  ],
  [
    "Ollama whose model was unloaded",
    chunks(ollama, choices({ content: "" }, "load")) + DONE,
    { text: "", status: "failed", code: "unknown_finish_reason", says: /“load”/ },
  ],
  [
    "Ollama whose runner dies",
    chunks(ollama, choices({ content: "Once upon" })) +
      data({
        error: {
          message: "llama runner process has terminated: exit status 2",
          type: "api_error",
          param: null,
          code: null,
        },
      }),
    { text: "Once upon", status: "failed", code: "api_error", says: /^llama runner process/ },
  ],
  [
    "LM Studio that is asked for too much",
    `event: error\ndata: {"error":{"message":"The number of tokens to keep from the initial prompt is greater than the context length"}}\n\n`,
    { text: "", status: "failed", says: /^The number of tokens/ },
  ],
  [
    "LM Studio whose window is full",
    chunks(
      { id: "chatcmpl-1" },
      choices({ content: "Once upon" }, null, { logprobs: null }),
      choices({}, "length", { logprobs: null }),
      { choices: [], usage: USAGE },
    ) + DONE,
    { ...exact, status: "incomplete", code: "max_output_tokens", says: /limit/ },
  ],
  [
    "LM Studio that does not know the path",
    data('{"error":"Unexpected endpoint or method. (POST /chat/completions)"}'),
    { text: "", status: "failed", says: /^Unexpected endpoint/ },
  ],
  [
    "vLLM with usage in every chunk",
    chunks(
      vllm,
      {
        ...choices({ role: "assistant", content: "", reasoning_content: null }),
        usage: { prompt_tokens: 20, total_tokens: 20, completion_tokens: 0 },
      },
      {
        ...choices({ content: "Once upon" }),
        usage: { prompt_tokens: 20, total_tokens: 22, completion_tokens: 2 },
      },
      { ...choices({ content: "" }, "stop", { stop_reason: null }), usage: USAGE },
      { choices: [], usage: USAGE },
    ) + DONE,
    exact,
  ],
  [
    "vLLM whose last word comes with the finish reason",
    chunks(
      vllm,
      choices({ content: "Once " }),
      choices({ content: "upon" }, "length", { stop_reason: null }),
      { choices: [], usage: USAGE },
    ) + DONE,
    { ...exact, status: "incomplete", code: "max_output_tokens" },
  ],
  [
    "vLLM that fails in the middle",
    chunks(vllm, choices({ content: "Once upon" })) +
      data({
        object: "error",
        message: "EngineCore encountered an issue.",
        type: "InternalServerError",
        param: null,
        code: 500,
      }) +
      DONE,
    { text: "Once upon", status: "failed", code: "500", says: /^EngineCore/ },
  ],
  ["vLLM that fails before the first word", DONE, { text: "", status: "incomplete", code: "interrupted" }],
  [
    "vLLM with a template that opened the thought itself",
    chunks(
      vllm,
      choices({ content: "Okay, a fox.\n" }),
      choices({ content: "</think>\n\nOnce upon" }),
      choices({}, "stop"),
      { choices: [], usage: USAGE },
    ) + DONE,
    { text: "Okay, a fox.\n</think>\n\nOnce upon", usage: [20, 10] },
  ],
  [
    "llama.cpp with timings",
    chunks(
      llamacpp,
      choices({ role: "assistant", content: null }),
      choices({ reasoning_content: "Hm" }),
      choices({ content: "Once upon" }),
      choices({}, "stop"),
      { choices: [], usage: USAGE, timings: { prompt_n: 20, predicted_n: 10 } },
    ) + DONE,
    exact,
  ],
  [
    "llama.cpp whose window is full",
    data(
      '{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error","n_ctx":4096}}',
    ),
    { text: "", status: "failed", code: "400", says: /^the request exceeds/ },
  ],
  [
    "llama.cpp of old, which names errors as a field of its own",
    'error: {"code":500}\n\ndata: [DONE]\n\n',
    { text: "", status: "incomplete", code: "interrupted" },
  ],
  [
    "LiteLLM that fails in the middle",
    chunks(openrouter, choices({ content: "Once upon" })) +
      data({ error: { message: "litellm.APIError: upstream", type: null, param: null, code: "500" } }) +
      DONE,
    { text: "Once upon", status: "failed", code: "500", says: /^litellm\.APIError/ },
  ],
  [
    "LiteLLM that made an empty stop of a failure",
    chunks({ id: "chatcmpl-1" }, choices({ role: "assistant" }), choices({}, "stop")) + DONE,
    { text: "", status: "failed", code: "empty_answer" },
  ],
  [
    "LiteLLM with its usage without choices",
    chunks(
      { id: "chatcmpl-1" },
      choices({ provider_specific_fields: null, content: "Once upon", role: "assistant" }),
      choices({}, "stop"),
      { choices: [{ index: 0, delta: {} }], usage: USAGE },
    ) + DONE,
    exact,
  ],
  [
    "Gemini's endpoint, which begins no thought and ends with the last words",
    chunks(gemini, choices({ role: "assistant", content: "Once " }), {
      ...choices({ role: "assistant", content: "upon" }, "stop"),
      usage: USAGE,
    }) + DONE,
    exact,
  ],
  [
    "Gemini's endpoint with usage in every chunk",
    chunks(
      gemini,
      {
        ...choices({ content: "Once " }),
        usage: { prompt_tokens: 20, completion_tokens: 0, total_tokens: 45 },
      },
      { ...choices({ content: "upon" }, "stop"), usage: USAGE },
    ) + DONE,
    exact,
  ],
  [
    "Gemini's endpoint with its thoughts",
    chunks(
      gemini,
      choices({ content: "<thought>Hm.", extra_content: { google: { thought: true } } }),
      choices({ content: "</thought>Once upon" }),
      { ...choices({}, "stop"), usage: USAGE },
    ) + DONE,
    { text: "<thought>Hm.</thought>Once upon", usage: [20, 10] },
  ],
  [
    "Gemini's endpoint that has no finish reason at all",
    chunks(gemini, choices({ content: "Once upon" }), { ...choices({}), usage: USAGE }) + DONE,
    exact,
  ],
  [
    "Gemini's endpoint that refuses in a list",
    data('[{"error":{"code":429,"message":"Resource has been exhausted.","status":"RESOURCE_EXHAUSTED"}}]'),
    { text: "", status: "failed", code: "429", says: /^Resource has been exhausted/ },
  ],
  [
    "Gemini's endpoint that thinks until its limit",
    chunks(gemini, {
      ...choices({ role: "assistant" }, "length"),
      usage: { prompt_tokens: 20, completion_tokens: 0, total_tokens: 1020 },
    }) + DONE,
    { text: "", status: "incomplete", code: "max_output_tokens", says: /before it began/ },
  ],
  [
    "a proxy of Gemini with a finish reason in every chunk",
    chunks(gemini, choices({ content: "Once " }, "stop"), choices({ content: "upon" }, "stop")) + DONE,
    { text: "Once upon", about: true },
  ],
  [
    "Anthropic's endpoint",
    chunks(
      anthropic,
      choices({ role: "assistant", content: "Once " }),
      choices({ content: "upon" }),
      choices({}, "stop"),
      { choices: [], usage: USAGE },
    ) + DONE,
    exact,
  ],
  [
    "Anthropic's endpoint that is overloaded",
    chunks(anthropic, choices({ content: "Once upon" })) +
      data({ type: "error", error: { type: "overloaded_error", message: "Overloaded" } }, "error"),
    { text: "Once upon", status: "failed", code: "overloaded_error", says: /^Overloaded/ },
  ],
  [
    "xAI with usage in every chunk and no finish reason key",
    chunks(
      xai,
      {
        choices: [{ index: 0, delta: { content: "Once ", role: "assistant" } }],
        usage: { prompt_tokens: 20, completion_tokens: 1 },
      },
      {
        choices: [{ index: 0, delta: { content: "upon" } }],
        usage: { prompt_tokens: 20, completion_tokens: 10 },
      },
      { choices: [{ index: 0, delta: { content: "" }, finish_reason: "stop" }], usage: USAGE },
    ) + DONE,
    exact,
  ],
  [
    "Cohere's endpoint",
    chunks({ id: "c" }, choices({ role: "assistant", content: "" }), choices({ content: "Once upon" }), {
      ...choices({}, "COMPLETE"),
      usage: { prompt_tokens: 20.0, completion_tokens: 10.0 },
    }) + DONE,
    exact,
  ],
  [
    "Cohere that found it toxic",
    chunks({ id: "c" }, choices({ content: "Once upon" }), choices({}, "ERROR_TOXIC")) + DONE,
    { text: "Once upon", status: "incomplete", code: "content_filter" },
  ],
  [
    "Cerebras with time_info",
    chunks({ id: "c" }, choices({ role: "assistant" }), choices({ content: "Once upon" }), {
      ...choices({}, "stop"),
      usage: USAGE,
      time_info: { total_time: 0.1 },
    }) + DONE,
    exact,
  ],
  [
    "Together, which calls its end eos",
    chunks(
      { id: "t" },
      {
        choices: [
          {
            index: 0,
            text: "Once ",
            delta: { role: "assistant", content: "Once ", token_id: 1 },
            finish_reason: null,
          },
        ],
      },
      { ...choices({ content: "upon", token_id: 2 }, "eos"), usage: USAGE },
    ) + DONE,
    exact,
  ],
  [
    "Fireworks with usage beside the finish reason",
    chunks({ id: "f" }, choices({ content: "Once upon" }), { ...choices({}, "stop"), usage: USAGE }) + DONE,
    exact,
  ],
  [
    "Databricks with Claude: a list of reasoning and text",
    chunks(
      { id: "d" },
      choices({
        role: "assistant",
        content: [{ type: "reasoning", summary: [{ type: "summary_text", text: "Hm." }] }],
      }),
      choices({ content: "Once " }),
      { ...choices({ content: [{ type: "text", text: "upon" }] }), usage: USAGE },
      { ...choices({ content: "" }, "stop"), usage: USAGE },
    ) + DONE,
    exact,
  ],
  [
    "a Bedrock gateway: thoughts as objects, usage in a chunk without choices",
    chunks(
      { id: "b" },
      choices({ content: "", role: "assistant" }),
      choices({ role: "assistant", reasoning_content: { text: "Hm" } }),
      choices({ content: "Once upon" }),
      choices({}, "stop"),
      { choices: [], usage: USAGE },
    ) + DONE,
    exact,
  ],
  [
    "a Bedrock gateway whose guardrail intervened",
    chunks({ id: "b" }, choices({ content: "Once upon" }), choices({}, "guardrail_intervened")) + DONE,
    { text: "Once upon", status: "incomplete", code: "content_filter" },
  ],
  [
    "a Bedrock gateway that is throttled",
    data({ message: "Too many tokens, please wait before trying again." }),
    { text: "", status: "failed", says: /^Too many tokens/ },
  ],
  [
    "TGI with eos_token",
    data({ ...chunkOf(tgi), ...choices({ role: "assistant", content: "Once upon" }) }) +
      data({ ...chunkOf(tgi), ...choices({ role: "assistant", content: "" }, "eos_token"), usage: null }) +
      data({ ...chunkOf(tgi), choices: [], usage: USAGE }) +
      DONE,
    exact,
  ],
  [
    "TGI that fails in the middle",
    data({ ...chunkOf(tgi), ...choices({ content: "Once upon" }) }) +
      data({
        error: "Request failed during generation: Server error: out of memory",
        error_type: "generation",
      }),
    { text: "Once upon", status: "failed", says: /^Request failed during generation/ },
  ],
  [
    "SGLang with nulls in every delta",
    chunks(
      sglang,
      choices({ role: "assistant", content: "", reasoning_content: null, tool_calls: null }, null, {
        matched_stop: null,
      }),
      choices({ role: null, content: "Once upon", reasoning_content: null, tool_calls: null }),
      choices({ role: null, content: null }, "stop", { matched_stop: 151645 }),
      { choices: [], usage: USAGE },
    ) + DONE,
    exact,
  ],
  [
    "SGLang of old with empty finish reasons",
    chunks(
      sglang,
      choices({ role: null, content: "Once upon", tool_calls: null }, ""),
      choices({ content: null }, "stop"),
    ) + DONE,
    { text: "Once upon", about: true },
  ],
  [
    "SGLang whose worker was aborted",
    chunks(sglang, choices({ role: "assistant", content: "" }), choices({ content: null }, "abort")) + DONE,
    { text: "", status: "incomplete", code: "interrupted" },
  ],
  [
    "SGLang whose queue is full answers 200",
    data({
      error: {
        object: "error",
        message: "The request queue is full.",
        type: "SERVICE_UNAVAILABLE",
        param: null,
        code: 503,
      },
    }) + DONE,
    { text: "", status: "failed", code: "503", says: /^The request queue is full/ },
  ],
  [
    "LightLLM, whose finish reasons are all null",
    chunks({ id: "l" }, choices({ role: "assistant", content: "Once " }), choices({ content: "upon" })),
    { text: "Once upon", status: "incomplete", code: "interrupted" },
  ],
  [
    "Cloudflare, whose digits are numbers and whose usage counts each chunk",
    chunks(
      { id: "id-1" },
      {
        choices: [{ index: 0, delta: { content: "Chapter " } }],
        usage: { prompt_tokens: 0, completion_tokens: 1, total_tokens: 1 },
      },
      {
        choices: [{ index: 0, delta: { content: 6 } }],
        usage: { prompt_tokens: 0, completion_tokens: 1, total_tokens: 1 },
      },
      { choices: [{ index: 0, delta: {}, finish_reason: "stop" }] },
    ) + DONE,
    { text: "Chapter 6", about: [null, 1] },
  ],
  [
    "Cloudflare that has no such route",
    data({
      result: null,
      success: false,
      errors: [{ code: 7003, message: "Could not route to /client/v4" }],
      messages: [],
    }),
    { text: "", status: "failed", code: "7003", says: /^Could not route/ },
  ],
  [
    "Moonshot, whose usage is in the choice",
    chunks(
      { id: "m" },
      choices({ role: "assistant", content: "" }),
      choices({ content: "Once upon" }),
      choices({}, "stop", { usage: USAGE }),
    ) + DONE,
    exact,
  ],
  [
    "MiniMax that does not let us in",
    data({
      id: "m",
      choices: null,
      base_resp: { status_code: 1004, status_msg: "login fail: Please carry the API secret key" },
    }),
    { text: "", status: "failed", code: "1004", says: /^login fail/ },
  ],
  [
    "Zhipu that finds it sensitive",
    chunks({ id: "z" }, choices({ role: "assistant", content: "Once upon" }), {
      ...choices({ role: "assistant", content: "" }, "sensitive"),
      usage: USAGE,
    }) + DONE,
    { ...exact, status: "incomplete", code: "content_filter" },
  ],
  [
    "DashScope, whose finish reason is the word null",
    chunks(
      { id: "q" },
      choices({ content: "Once " }, "null"),
      choices({ content: "upon" }, "null"),
      choices({ content: "" }, "stop"),
      { choices: [], usage: USAGE },
    ) + DONE,
    exact,
  ],
  [
    "Hunyuan without finish reasons, usage beside every word",
    chunks(
      { id: "h" },
      { choices: [{ index: 0, delta: { role: "assistant", content: "Once " } }], usage: USAGE },
      { choices: [{ index: 0, delta: { content: "upon" } }], usage: USAGE },
    ) + DONE,
    exact,
  ],
]

const RESPONSES: Row[] = [
  [
    "GitHub Copilot's ever-changing ids",
    events(
      { type: "response.created", response: response("in_progress") },
      {
        type: "response.output_item.added",
        output_index: 0,
        item: { id: "a".repeat(400), type: "reasoning" },
      },
      {
        type: "response.output_item.done",
        output_index: 0,
        item: { id: "b".repeat(400), type: "reasoning", summary: [] },
      },
      {
        type: "response.output_item.added",
        output_index: 1,
        item: { ...ITEM, id: "c".repeat(400), content: [] },
      },
      {
        type: "response.output_text.delta",
        item_id: "d".repeat(400),
        output_index: 1,
        content_index: 0,
        delta: "Once ",
      },
      {
        type: "response.output_text.delta",
        item_id: "e".repeat(400),
        output_index: 1,
        content_index: 0,
        delta: "upon",
      },
      {
        type: "response.completed",
        response: response("completed", {
          usage: RESPONSES_USAGE,
          output: [{ ...ITEM, id: "f".repeat(400) }],
        }),
      },
    ),
    exact,
  ],
  [
    "vLLM, which counts content_index on",
    events(
      { type: "response.created", response: response("in_progress") },
      { type: "response.reasoning_text.delta", item_id: "r", output_index: 0, content_index: 0, delta: "Hm" },
      { type: "response.output_text.delta", ...AT, output_index: 1, content_index: 12, delta: "Once " },
      { type: "response.output_text.delta", ...AT, output_index: 1, content_index: 13, delta: "upon" },
      { type: "response.completed", response: response("completed", { usage: RESPONSES_USAGE, output: [] }) },
    ) + DONE,
    exact,
  ],
  [
    "Ollama",
    events(
      { type: "response.created", response: response("in_progress") },
      { type: "response.output_item.added", output_index: 0, item: { ...ITEM, content: [] } },
      { type: "response.output_text.delta", ...AT, delta: "Once upon", logprobs: [] },
      { type: "response.output_text.done", ...AT, text: "Once upon" },
      { type: "response.output_item.done", output_index: 0, item: ITEM },
      {
        type: "response.completed",
        response: response("completed", { usage: RESPONSES_USAGE, output: [ITEM] }),
      },
    ),
    exact,
  ],
  [
    "llama.cpp, without sequence numbers and with a new id at the end",
    [
      { type: "response.created", response: { id: "resp_a", object: "response", status: "in_progress" } },
      { type: "response.output_text.delta", item_id: "msg_a", delta: "Once " },
      { type: "response.output_text.delta", item_id: "msg_a", delta: "upon" },
      { type: "response.output_item.done", item: ITEM },
      {
        type: "response.completed",
        response: {
          id: "resp_b",
          object: "response",
          status: "completed",
          output: [ITEM],
          usage: RESPONSES_USAGE,
        },
      },
    ]
      .map((event) => data(event, event.type))
      .join(""),
    exact,
  ],
  [
    "LM Studio, which ends with [DONE] and no event's name",
    events(
      { type: "response.created", response: response("in_progress") },
      { type: "response.output_text.delta", ...AT, delta: "Once upon" },
      { type: "response.completed", response: response("completed", { usage: RESPONSES_USAGE }) },
    ).replaceAll(/^event: .*\n/gm, "") + DONE,
    exact,
  ],
  [
    "OGX, which leaves output_text.done out",
    events(
      { type: "response.created", response: response("in_progress") },
      { type: "response.output_text.delta", ...AT, delta: "Once upon" },
      { type: "response.content_part.done", ...AT, part: { type: "output_text", text: "Once upon" } },
      { type: "response.completed", response: response("completed", { output: [ITEM], usage: null }) },
    ),
    { text: "Once upon", about: true },
  ],
  [
    "LiteLLM's bridge that fails as Chat Completions do",
    events(
      { type: "response.created", response: response("in_progress") },
      { type: "response.output_text.delta", ...AT, delta: "Once upon" },
    ) + data({ error: { message: "litellm.InternalServerError: no", type: null, code: "500" } }),
    { text: "Once upon", status: "failed", code: "500", says: /^litellm/ },
  ],
  [
    "LiteLLM's bridge, whose deltas have no indexes",
    events(
      { type: "response.created", response: response("in_progress") },
      { type: "response.output_text.delta", item_id: "chatcmpl-1", delta: "Once " },
      { type: "response.output_text.delta", item_id: "chatcmpl-1", delta: "upon" },
      {
        type: "response.completed",
        response: response("completed", { output: [ITEM], usage: RESPONSES_USAGE }),
      },
    ),
    exact,
  ],
  [
    "OpenRouter's beta with comments",
    `: OPENROUTER PROCESSING\n\n${events({ type: "response.created", response: response("in_progress") }, { type: "response.in_progress", response: response("in_progress") }, { type: "response.output_text.delta", ...AT, delta: "Once upon" }, { type: "response.completed", response: response("completed", { output: [ITEM], usage: { ...RESPONSES_USAGE, cost: 0.1 } }) })}${DONE}`,
    exact,
  ],
  [
    "Azure that limits in the middle of an open stream",
    events(
      { type: "response.created", response: response("in_progress") },
      {
        type: "error",
        code: "too_many_requests",
        message: "Your requests have exceeded rate limit.",
        param: null,
      },
    ),
    { text: "", status: "failed", code: "too_many_requests", says: /^Your requests have exceeded/ },
  ],
  [
    "xAI, whose text comes at once at the end",
    events(
      { type: "response.created", response: response("in_progress") },
      {
        type: "response.output_item.added",
        output_index: 0,
        item: { ...ITEM, status: "in_progress", content: [] },
      },
      { type: "response.output_item.done", output_index: 0, item: ITEM },
      { type: "response.completed", response: response("completed", { output: [], usage: RESPONSES_USAGE }) },
    ),
    exact,
  ],
  [
    "inferencer, whose whole response comes though a stream was asked for",
    data({
      ...response("completed", {
        output: [{ ...ITEM, id: "303C1CB7" }],
        usage: { ...RESPONSES_USAGE, input_tokens_details: {} },
      }),
      id: "",
    }),
    exact,
  ],
  [
    "an Open Responses server with items of its own",
    events(
      { type: "response.created", response: response("in_progress") },
      { type: "acme:search.started", output_index: 0 },
      { type: "response.output_item.added", output_index: 0, item: { type: "acme:search", id: "s" } },
      { type: "response.output_text.delta", ...AT, output_index: 1, delta: "Once upon" },
      { type: "response.completed", response: response("completed", { usage: RESPONSES_USAGE }) },
    ) + DONE,
    exact,
  ],
  [
    "SGLang, whose stream ends after the message",
    events(
      { type: "response.created", response: response("in_progress") },
      { type: "response.output_text.delta", ...AT, delta: "Once upon" },
      { type: "response.output_item.done", output_index: 0, item: ITEM },
    ),
    { text: "Once upon", about: true },
  ],
]

function chunkOf(common: object) {
  return { object: "chat.completion.chunk", created: 1, ...common }
}

testRows("chat_completions", CHAT)
testRows("responses", RESPONSES)
