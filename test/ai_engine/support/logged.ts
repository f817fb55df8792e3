import { logger } from "../../../server/lib/logger.ts"

/** What the log says while `work` is done. */
export async function logged(work: () => Promise<unknown>) {
  const { level } = logger
  const outs = [process.stdout, process.stderr].map((out) => ({ out, write: out.write.bind(out) }))
  let text = ""

  logger.level = "info"
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
    logger.level = level
    for (const { out, write } of outs) out.write = write
  }
}
