import assert from "node:assert/strict"
import { execFile } from "node:child_process"
import { join } from "node:path"
import { test } from "node:test"
import { readConfig } from "../server/config.ts"

const ROOT = join(import.meta.dirname, "..")

const MALFORMED: [variable: string, values: string[], sentence: RegExp][] = [
  ["PORT", ["x", "-1", "65536", "80.5", "0x50"], /whole number from 0 to 65535/],
  ["DATABASE_POOL", ["0", "-1", "1001", "ten", "1.5"], /whole number from 1 to 1000/],
  ["SOCKETS_PER_USER", ["0", "100001", "many"], /whole number from 1 to 100000/],
  ["NODE_ENV", ["staging", "Production"], /must be one of: development, test, production/],
  [
    "TRUST_PROXY",
    [
      "localhost",
      "1",
      "true",
      "10.0.0.0/33",
      "fd00::/129",
      "10.0.0/8",
      "10.0.0.0/8/8",
      "10.0.0.0/",
      "none, loopback",
      "loopback,",
      "fe80::1%eth0",
    ],
    /"none", or addresses, ranges such as 10\.0\.0\.0\/8, or loopback, linklocal, uniquelocal/,
  ],
  [
    "DATABASE_URL",
    [
      "mysql://localhost/a",
      "sqlite:",
      "storage/a.sqlite3",
      "sqlite://a.sqlite3",
      "sqlite::memory:",
      "sqlite:file:a.sqlite3",
      "sqlite:a.sqlite3?mode=ro",
      "sqlite:storage/",
    ],
    /postgres:\/\//,
  ],
  ["REDIS_URL", ["localhost:6379", "http://localhost"], /redis:\/\/ or rediss:\/\//],
  ["OPENAI_API_KEY", ["sk-1\nsk-2", "sk-1\r2", "sk-1\u20282"], /holds a line break/],
  ["OPENAI_API_KEY", ["sk-1 2", "sk-1\t2", "sk-1\u00a02"], /holds a space/],
  ["OPENAI_API_KEY", ["sk-\u200b1", "sk-1\u200e", "\u2060sk-1", "sk-\u00001", "sk-\u007f"], /can't be seen/],
  ["OPENAI_API_KEY", ["sk-ключ", "sk-“1”", "sk-1…", "sk-ü", "sk-🦊"], /no key has/],
  ["OPENAI_ORG_ID", ["org-1\norg-2", "org-\u200b1", "org-ñ", "my org"], /copy it again/],
  [
    "AI_ENGINE_HEADERS",
    [
      "api-key",
      ": x",
      "api key: x",
      "a: x\n\u200bb: y",
      "a:",
      "a: \u200bx",
      "a: ü",
      '{"a":1}',
      "{}",
      '{"a":"x\\ny"}',
    ],
    /"Name: value"/,
  ],
  ["AI_ENGINE_HEADERS", ["Host: x", "a: 1, Content-Length: 2"], /can't be set/],
  ["AI_ENGINE_HEADERS", ["a: 1; A: 2"], /a is there twice/],
  ["AI_ENGINE_HEADERS", ['{"a":'], /JSON/],
  ["OPENAI_BASE_URL", ["api.example.com/v1", "ftp://example.com"], /https?:\/\//],
  [
    "AI_ENGINE_API",
    ["Responses", "completions"],
    /must be one of: responses, assistants, chat_completions, demo/,
  ],
  ["AI_ENGINE_BACKGROUND", ["yes", "2"], /must be one of: true, false, 1, 0/],
  ["AI_ENGINE_MODELS", ["x".repeat(101)], /at most 100 characters/],
  ["AI_ENGINE_MODELS", [",", "gpt-6-luna,,gpt-6-astra", "gpt-6-luna,"], /names with commas between them/],
  ["AI_ENGINE_IDLE_TIMEOUT", ["0", "3601", "1m"], /whole number from 1 to 3600/],
  ["LOG_LEVEL", ["verbose"], /must be one of: debug, info, warn, error, silent/],
]

for (const [variable, values, sentence] of MALFORMED) {
  test(`a malformed ${variable} is refused by its name (${sentence.source})`, () => {
    for (const value of values) {
      assert.throws(() => readConfig({ [variable]: value }), {
        message: new RegExp(`^${variable} (is|must|holds|begins) .+\\.$`),
      })
      assert.throws(() => readConfig({ [variable]: value }), { message: sentence })
    }
  })
}

test("without any environment the app runs by itself", () => {
  assert.partialDeepStrictEqual(readConfig({}), {
    nodeEnv: "development",
    port: 3_000,
    host: "127.0.0.1",
    socketsPerUser: 50,
    databaseUrl: "sqlite:storage/development.sqlite3",
    redisUrl: undefined,
    api: "demo",
    background: false,
    idleTimeout: 60,
    logLevel: "info",
  })
})

test("proxies are trusted by address, by range, by name, or not at all", () => {
  const trusted = (value: string) => readConfig({ TRUST_PROXY: value }).trustProxy
  assert.deepEqual(trusted("loopback, 10.0.0.0/8,fd00::/8, 203.0.113.7"), [
    "loopback",
    "10.0.0.0/8",
    "fd00::/8",
    "203.0.113.7",
  ])
  assert.deepEqual(trusted("none"), [])
  assert.deepEqual(readConfig({}).trustProxy, ["loopback"])
})

test("a database's path is the project's, or begins with a slash", () => {
  for (const url of [
    "sqlite:storage/a.sqlite3",
    "sqlite:/var/lib/a.sqlite3",
    "sqlite:///var/lib/a.sqlite3",
  ]) {
    assert.equal(readConfig({ DATABASE_URL: url }).databaseUrl, url)
  }
})

test("a key or a server of one's own is asked with Responses, unless said otherwise", () => {
  assert.equal(readConfig({ OPENAI_API_KEY: "sk-1" }).api, "responses")
  assert.equal(readConfig({ OPENAI_BASE_URL: "http://localhost:4010/v1" }).api, "responses")
  assert.equal(readConfig({ OPENAI_API_KEY: "sk-1", AI_ENGINE_API: "assistants" }).api, "assistants")
})

test("background mode is for Responses alone, and is not passed over elsewhere", () => {
  assert.equal(readConfig({ OPENAI_API_KEY: "sk-1", AI_ENGINE_BACKGROUND: "1" }).background, true)
  assert.equal(readConfig({ AI_ENGINE_BACKGROUND: "0" }).background, false)

  for (const api of ["demo", "assistants", "chat_completions"]) {
    assert.throws(() => readConfig({ AI_ENGINE_API: api, AI_ENGINE_BACKGROUND: "1" }), {
      message: `AI_ENGINE_BACKGROUND is on, but works only with responses, and the API is ${api}.`,
    })
  }
})

test("blanks count for nothing", () => {
  assert.equal(readConfig({ PORT: " ", OPENAI_API_KEY: "" }).port, 3_000)
  assert.deepEqual(readConfig({ AI_ENGINE_MODELS: " a , b" }).models, ["a", "b"])
})

test("production needs a secret of its own, and listens to everybody", () => {
  for (const secret of [undefined, "", "too short", "x".repeat(31)]) {
    assert.throws(() => readConfig({ NODE_ENV: "production", SECRET_KEY_BASE: secret }), {
      message: "SECRET_KEY_BASE must be set to at least 32 random characters in production.",
    })
  }
  const secretKeyBase = "x".repeat(32)
  const { production, host } = readConfig({ NODE_ENV: "production", SECRET_KEY_BASE: secretKeyBase })
  assert.deepEqual([production, host], [true, "0.0.0.0"])
})

test("a refusal never repeats what may be secret", () => {
  for (const variable of ["DATABASE_URL", "REDIS_URL", "OPENAI_BASE_URL"]) {
    assert.throws(
      () => readConfig({ [variable]: "mysql://me:opensesame@localhost" }),
      ({ message }) => !message.includes("opensesame"),
    )
  }
})

for (const program of ["server/index.ts", "jobs/worker.ts"]) {
  for (const [env, sentence] of [
    [{ PORT: "x" }, 'PORT is "x", but must be a whole number from 0 to 65535.'],
    [
      { NODE_ENV: "production" },
      "SECRET_KEY_BASE must be set to at least 32 random characters in production.",
    ],
  ] as const) {
    test(`${program} does not start with ${JSON.stringify(env)}: it ends with one line and code 1`, async () => {
      assert.deepEqual(await outcome(program, env), { code: 1, stdout: "", stderr: `${sentence}\n` })
    })
  }
}

function outcome(program: string, env: Record<string, string>) {
  const options = { cwd: ROOT, env: { PATH: process.env.PATH, ...env } }

  return new Promise((resolve) => {
    execFile("bin/node", [program], options, (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, stdout, stderr })
    })
  })
}

test("headers of one's own are read by lines, commas, semicolons, or as JSON", () => {
  const read = (text: string) => readConfig({ AI_ENGINE_HEADERS: text }).headers
  const both = { "api-key": "k-1", "x-gateway": "a, b; c" }

  assert.deepEqual(read("Api-Key: k-1\nX-Gateway: a, b; c"), both)
  assert.deepEqual(read("api-key:k-1,x-gateway: a, b; c"), both)
  assert.deepEqual(read("api-key: k-1; x-gateway: a, b; c"), both)
  assert.deepEqual(read('{"api-key":"k-1","X-Gateway":"a, b; c"}'), both)
  assert.deepEqual(read("referer: https://a.example, x-title: Storytellers"), {
    referer: "https://a.example",
    "x-title": "Storytellers",
  })
  assert.deepEqual(read("from: https://a.example, https://b.example"), {
    from: "https://a.example, https://b.example",
  })
  assert.equal(readConfig({}).headers, undefined)
})

test("what may be a key is never repeated", () => {
  for (const [variable, value] of [
    ["OPENAI_API_KEY", "sk-Secret\n7"],
    ["OPENAI_ORG_ID", "Secret\u200b7"],
    ["AI_ENGINE_HEADERS", "api-key: Secret\u200b7"],
    ["AI_ENGINE_HEADERS", "Secret7"],
    ["AI_ENGINE_HEADERS", '{"api-key":"Secret7"'],
    ["HTTPS_PROXY", "socks5://us:Secret7@127.0.0.1:1080"],
  ] as const) {
    const env = { OPENAI_BASE_URL: "http://localhost:1/v1", [variable]: value }
    assert.throws(
      () => readConfig(env),
      (error: Error) => !error.message.includes("Secret"),
    )
  }
})

test("proxies go by the names that everything else uses, in small letters first", () => {
  const local = { OPENAI_BASE_URL: "http://localhost:1/v1" }
  const env = {
    ...local,
    HTTP_PROXY: "http://a:1",
    https_proxy: "b:2",
    HTTPS_PROXY: "http://c:3",
    NO_PROXY: "d",
  }

  assert.deepEqual(readConfig(env).proxies, {
    HTTP_PROXY: "http://a:1",
    HTTPS_PROXY: "http://b:2",
    NO_PROXY: "d",
  })
  assert.equal(readConfig(local).proxies, undefined)
  assert.equal(readConfig({ HTTPS_PROXY: "socks5://a:1" }).proxies, undefined)
  assert.throws(() => readConfig({ ...local, HTTPS_PROXY: "socks5://a:1" }), {
    message: "HTTPS_PROXY is not the address of a proxy that speaks HTTP.",
  })
})
