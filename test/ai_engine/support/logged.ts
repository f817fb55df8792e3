import { config } from "../../../server/config.ts"

/** What the log says while `work` is done. */
export async function logged(work: () => Promise<unknown>) {
  const { logLevel } = config
  const outs = [process.stdout, process.stderr].map((out) => ({ out, write: out.write.bind(out) }))
  let text = ""

  config.logLevel = "info"
  for (const { out, write } of outs) {
    out.write = (chunk: string | Uint8Array) => {
      text += chunk
      return write(chunk)
    }
  }

  try {
    await work()
    return text
  } finally {
    config.logLevel = logLevel
    for (const { out, write } of outs) out.write = write
  }
}
