import { pino } from "pino"
import { config } from "../config.ts"
import { logContext } from "./log_context.ts"
import { readableLine } from "./readable_line.ts"

type Fields = Record<string, unknown>

/** What every line says of itself; a field of the same name gets an underscore. */
const RESERVED = ["level", "time", "message"]

const lines = pino(
  {
    level: config.logLevel,
    messageKey: "message",
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }), log: described },
    mixin: () => ({ ...logContext() }),
  },
  {
    write: (line) =>
      (line.startsWith('{"level":"error"') ? process.stderr : process.stdout).write(shown(line)),
  },
)

/** One line an event: for people in development, JSON in production. */
export const logger = {
  get level() {
    return lines.level
  },
  set level(level) {
    lines.level = level
  },
  debug: (message: string, fields?: Fields) => lines.debug(fields ?? {}, message),
  info: (message: string, fields?: Fields) => lines.info(fields ?? {}, message),
  warn: (message: string, fields?: Fields) => lines.warn(fields ?? {}, message),
  error: (message: string, fields?: Fields) => lines.error(fields ?? {}, message),
}

function shown(line: string) {
  return config.production ? line : readableLine(JSON.parse(line))
}

function described(fields: Fields) {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      RESERVED.includes(name) ? `_${name}` : name,
      value instanceof Error ? (value.stack ?? value.message) : value,
    ]),
  )
}
