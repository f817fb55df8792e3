import { mutantsOf } from "./support/mutant.ts"

export const MUTANTS = [
  ...mutantsOf(
    "server/config.ts",
    ["test/config.test.ts"],
    [
      {
        promise: "in production nothing is signed with a secret that everybody knows",
        find: "if (production && (value === undefined || value.length < 32)) {",
        replace: "if (production && value?.length === 0) {",
      },
      {
        promise: "in production a short secret is refused",
        find: "value.length < 32",
        replace: "value.length < 31",
      },
      {
        promise: "by default only proxies of this machine are trusted",
        find: `read("TRUST_PROXY") ?? "loopback"`,
        replace: `read("TRUST_PROXY") ?? "loopback,uniquelocal"`,
      },
      {
        promise: "in development nobody else reaches the app",
        find: `(production ? "0.0.0.0" : "127.0.0.1")`,
        replace: `"0.0.0.0"`,
      },
      {
        promise: "a proxy that can't be one is named at once",
        find: "Number(bits) <= most)",
        replace: "true)",
      },
      {
        promise: "a name of a model that no column holds is refused at once",
        find: "name && name.length > LONGEST_NAME",
        replace: "name && name.length > 10 * LONGEST_NAME",
      },
      {
        promise: "a key alone is enough to ask OpenAI",
        find: `openaiApiKey || openaiBaseURL ? "responses" : "demo"`,
        replace: `openaiBaseURL ? "responses" : "demo"`,
      },
    ],
  ),
  ...mutantsOf(
    "server/config/headers.ts",
    ["test/config.test.ts"],
    [
      {
        promise: "no header that a request can't do without is overwritten",
        find: "} else if (OURS.includes(name)) {",
        replace: "} else if (false) {",
      },
      {
        promise: "a key in a header is not repeated where it is wrong",
        find: "return `the value of ${name} is empty, or holds a character that no header can`",
        replace: "return `the value of ${name} is ${value}`",
      },
    ],
  ),
  ...mutantsOf(
    "server/config/credential.ts",
    ["test/config.test.ts"],
    [
      {
        promise: "a key is not repeated where it is wrong",
        find: "holds ${wrongIn(value)}, which can't be sent",
        replace: "holds ${value}, which can't be sent",
      },
    ],
  ),
  ...mutantsOf(
    "server/open_database.ts",
    ["test/boot.test.ts"],
    [
      {
        promise: "a process that shares its database leaves migrating to one",
        find: "await prepareDatabase({ migrate })",
        replace: "await prepareDatabase({ migrate: true })",
      },
    ],
  ),
  ...mutantsOf(
    "server/open_redis.ts",
    ["test/boot.test.ts"],
    [
      {
        promise: "a Redis that can't be used is named at once",
        find: "if (config.redisUrl) await assertUsableRedis(config.redisUrl)",
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    "server/address_error.ts",
    ["test/boot.test.ts"],
    [
      {
        promise: "a host that is none of this machine's is named",
        find: 'HOST is "${config.host}"',
        replace: 'HOST is "${code}"',
      },
    ],
  ),
  ...mutantsOf(
    "server/lib/refuse_to_start.ts",
    ["test/boot.test.ts"],
    [
      {
        promise: "what is wrong is said in one line",
        find: "error instanceof ConfigError ? error.message : error",
        replace: "error",
      },
      {
        promise: "a process that can't start says so to who started it",
        find: "process.exit(1)",
        replace: "process.exit(0)",
      },
    ],
  ),
  ...mutantsOf(
    "server/index.ts",
    ["test/proxies.test.ts"],
    [
      {
        promise: "no connection that a proxy keeps is closed from under its next request",
        find: "{ keepAliveTimeout: KEEP_ALIVE }",
        replace: "{}",
      },
    ],
  ),
  ...mutantsOf(
    "server/lib/installation.ts",
    ["test/lib/installation.test.ts"],
    [
      {
        promise: "a copy shares nothing with what it was copied from",
        find: `    await transaction("installation").del()
`,
        replace: "",
      },
      {
        promise: "a database that lost its id says so",
        find: "if (!row) throw",
        replace: "if (false) throw",
      },
      {
        promise: "installations that share one Redis have keys of their own",
        find: "return `storytellers:${installationId()}:${name}`",
        replace: "return `storytellers:${name}`",
      },
    ],
  ),
  ...mutantsOf(
    "db/unusable_database.ts",
    ["test/boot.test.ts"],
    [
      {
        promise: "no password gets into a sentence",
        find: "at ${host}: ${reason}",
        replace: "at ${config.databaseUrl}: ${reason}",
      },
    ],
  ),
]
