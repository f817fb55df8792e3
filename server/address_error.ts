import { ConfigError, config } from "./config.ts"

const SENTENCES: Record<string, string> = {
  EADDRINUSE: `Port ${config.port} is taken: stop what listens there, or set PORT.`,
  EACCES: `PORT is ${config.port}, which this user may not listen on: set another, such as 3000.`,
}

/** Why the server can't listen, in a sentence. */
export function addressError(error: NodeJS.ErrnoException) {
  const { code = "", message } = error
  return new ConfigError(
    SENTENCES[code] ?? `HOST is "${config.host}", which is no address of this machine (${message}).`,
  )
}
