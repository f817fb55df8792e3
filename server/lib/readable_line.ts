type Line = { level: string; time: string; message: string } & Record<string, unknown>

/** A line of the log for people: what happened, then the details. */
export function readableLine({ level, time: _time, message, ...fields }: Line) {
  const details = Object.entries(fields).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  return `${[level === "info" ? "" : `${level}:`, message, ...details].filter(Boolean).join(" ")}\n`
}
