import { Readers } from "../../cable/readers.ts"
import { config } from "../../config.ts"
import type { PacedResponse } from "../../lib/paced_response.ts"
import { refusedReaders } from "../refused_readers.ts"

const FAREWELL = 1000
const RESTART = "The server is restarting. The answer may go on when it is back."

const lines = new Set<PacedResponse>()
const readers = new Readers<PacedResponse>({
  most: config.socketsPerUser,
  revalidate: refusedReaders,
  refuse: (line, { reason }) => line.endWith(reason),
})

type Reading = { userId: number; sessionId: number; stream: string }

/** From now on the line ends by itself when its reader may read no longer, or this process stops. */
export function admitLiveReader(line: PacedResponse, reading: Reading) {
  lines.add(line)
  line.once("close", () => lines.delete(line))
  readers.admit(line, reading)
}

/** Resolves when all have been told, or do not listen. */
export async function closeLiveReaders() {
  const closed = [...lines].map((line) => new Promise<void>((resolve) => line.once("close", resolve)))
  for (const line of lines) line.endWith(RESTART)
  await Promise.race([Promise.all(closed), new Promise((resolve) => setTimeout(resolve, FAREWELL).unref())])
}
