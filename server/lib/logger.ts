import { config } from "../config.ts"

const LEVELS = ["debug", "info", "warn", "error", "silent"] as const

type Level = Exclude<(typeof LEVELS)[number], "silent">
type Fields = Record<string, unknown>

/** One line an event: for people in development, JSON in production. */
export const logger = {
  debug: (message: string, fields?: Fields) => write("debug", message, fields),
  info: (message: string, fields?: Fields) => write("info", message, fields),
  warn: (message: string, fields?: Fields) => write("warn", message, fields),
  error: (message: string, fields?: Fields) => write("error", message, fields),
}

function write(level: Level, message: string, fields: Fields = {}) {
  if (LEVELS.indexOf(level) < LEVELS.indexOf(config.logLevel)) return

  const line = config.production ? json(level, message, fields) : plain(level, message, fields)
  const out = level === "error" ? process.stderr : process.stdout
  out.write(`${line}\n`)
}

function json(level: Level, message: string, fields: Fields) {
  return JSON.stringify({ time: new Date().toISOString(), level, message, ...described(fields) })
}

function plain(level: Level, message: string, fields: Fields) {
  const details = Object.entries(described(fields)).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  return [level === "info" ? "" : `${level}:`, message, ...details].filter(Boolean).join(" ")
}

function described(fields: Fields) {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      value instanceof Error ? (value.stack ?? value.message) : value,
    ]),
  )
}
