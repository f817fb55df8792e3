import { config } from "../../../server/config.ts"

/** What the log says while `work` is done. */
export async function logged(work: () => Promise<unknown>) {
  const { logLevel } = config
  const write = process.stdout.write.bind(process.stdout)
  let text = ""

  config.logLevel = "info"
  process.stdout.write = (chunk: string | Uint8Array) => {
    text += chunk
    return write(chunk)
  }

  try {
    await work()
    return text
  } finally {
    config.logLevel = logLevel
    process.stdout.write = write
  }
}
