import { isIP } from "node:net"
import { ConfigError } from "./config/config_error.ts"
import { credential } from "./config/credential.ts"
import { databaseUrl } from "./config/database_url.ts"
import { headers } from "./config/headers.ts"
import { proxies } from "./config/proxies.ts"

const APIS = ["responses", "assistants", "chat_completions", "demo"] as const
const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const
const DEVELOPMENT_SECRET = "development and test only: set SECRET_KEY_BASE in production"
const PROXY_RANGES = ["loopback", "linklocal", "uniquelocal"]
/** As a column of the database holds it. */
const LONGEST_NAME = 100
const MODELS = ["gpt-6-luna", "gpt-6.1-terra", "gpt-6.1-sol", "gpt-6-astra"]

export { ConfigError }

export type Config = ReturnType<typeof readConfig>

/** Every environment variable, read and checked once. Throws ConfigError with one line that says what to mend. */
export function readConfig(env: Record<string, string | undefined>) {
  const read = (name: string) => env[name]?.trim() || undefined
  const nodeEnv = oneOf("NODE_ENV", read("NODE_ENV") ?? "development", ["development", "test", "production"])
  const production = nodeEnv === "production"
  const openaiApiKey = credential("OPENAI_API_KEY", read("OPENAI_API_KEY"))
  const openaiBaseURL = url("OPENAI_BASE_URL", read("OPENAI_BASE_URL"), ["http:", "https:"])
  const defaultApi = openaiApiKey || openaiBaseURL ? "responses" : "demo"
  const api = oneOf("AI_ENGINE_API", read("AI_ENGINE_API") ?? defaultApi, APIS)

  return {
    nodeEnv,
    production,
    port: integer("PORT", read("PORT") ?? "3000", 0, 65535),
    host: read("HOST") ?? (production ? "0.0.0.0" : "127.0.0.1"),
    trustProxy: addresses("TRUST_PROXY", read("TRUST_PROXY") ?? "loopback"),
    socketsPerUser: integer("SOCKETS_PER_USER", read("SOCKETS_PER_USER") ?? "50", 1, 100_000),
    databaseUrl: databaseUrl(read("DATABASE_URL") ?? `sqlite:storage/${nodeEnv}.sqlite3`),
    databasePool: integer("DATABASE_POOL", read("DATABASE_POOL") ?? "10", 1, 1_000),
    redisUrl: url("REDIS_URL", read("REDIS_URL"), ["redis:", "rediss:"]),
    secretKeyBase: secretKeyBase(read("SECRET_KEY_BASE"), production),
    openaiApiKey,
    openaiBaseURL,
    openaiOrgId: credential("OPENAI_ORG_ID", read("OPENAI_ORG_ID")),
    api,
    headers: headers("AI_ENGINE_HEADERS", read("AI_ENGINE_HEADERS")),
    proxies: api === "demo" ? undefined : proxies(read),
    background: background(flag("AI_ENGINE_BACKGROUND", read("AI_ENGINE_BACKGROUND") ?? "false"), api),
    models: list("AI_ENGINE_MODELS", read("AI_ENGINE_MODELS") ?? MODELS.join(",")),
    idleTimeout: integer("AI_ENGINE_IDLE_TIMEOUT", read("AI_ENGINE_IDLE_TIMEOUT") ?? "60", 1, 3600),
    logLevel: oneOf("LOG_LEVEL", read("LOG_LEVEL") ?? "info", LOG_LEVELS),
  }
}

function oneOf<const Name extends string>(variable: string, value: string, names: readonly Name[]): Name {
  const name = names.find((candidate) => candidate === value)
  if (name === undefined)
    throw new ConfigError(`${variable} is "${value}", but must be one of: ${names.join(", ")}.`)
  return name
}

function integer(variable: string, value: string, least: number, most: number) {
  const number = Number(value)

  if (/^\d+$/.test(value) && number >= least && number <= most) {
    return number
  } else {
    throw new ConfigError(`${variable} is "${value}", but must be a whole number from ${least} to ${most}.`)
  }
}

function flag(variable: string, value: string) {
  return ["true", "1"].includes(oneOf(variable, value, ["true", "false", "1", "0"]))
}

function background(wanted: boolean, api: (typeof APIS)[number]) {
  if (wanted && api !== "responses") {
    throw new ConfigError(`AI_ENGINE_BACKGROUND is on, but works only with responses, and the API is ${api}.`)
  } else {
    return wanted
  }
}

function list(variable: string, value: string): [string, ...string[]] {
  const [first, ...others] = value.split(",").map((name) => name.trim())
  const tooLong = [first, ...others].find((name) => name && name.length > LONGEST_NAME)

  if (tooLong) {
    throw new ConfigError(`${variable} holds a name that is too long: at most ${LONGEST_NAME} characters.`)
  } else if (first && others.every(Boolean)) {
    return [first, ...others]
  } else {
    throw new ConfigError(`${variable} is "${value}", but must be names with commas between them.`)
  }
}

/** Empty for `none`. */
function addresses(variable: string, value: string): string[] {
  const entries = value.split(",").map((entry) => entry.trim())

  if (value === "none") {
    return []
  } else if (entries.every((entry) => PROXY_RANGES.includes(entry) || isAddressOrRange(entry))) {
    return entries
  } else {
    throw new ConfigError(
      `${variable} is "${value}", but must be "none", or addresses, ranges such as 10.0.0.0/8, or ${PROXY_RANGES.join(", ")}, with commas between them.`,
    )
  }
}

function isAddressOrRange(entry: string) {
  const [address = "", bits, ...rest] = entry.split("/")
  const most = isIP(address) === 4 ? 32 : 128
  const isRange = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most)
  return isIP(address) !== 0 && !address.includes("%") && isRange && rest.length === 0
}

function url(variable: string, value: string | undefined, protocols: string[]) {
  if (value === undefined || (URL.canParse(value) && protocols.includes(new URL(value).protocol))) {
    return value
  } else {
    throw new ConfigError(
      `${variable} is not an address that begins with ${protocols.map((name) => `${name}//`).join(" or ")}.`,
    )
  }
}

function secretKeyBase(value: string | undefined, production: boolean) {
  if (production && (value === undefined || value.length < 32)) {
    throw new ConfigError("SECRET_KEY_BASE must be set to at least 32 random characters in production.")
  } else {
    return value ?? DEVELOPMENT_SECRET
  }
}

function readConfigOrExit() {
  try {
    return readConfig(process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    process.exit(1)
  }
}

export const config = readConfigOrExit()
