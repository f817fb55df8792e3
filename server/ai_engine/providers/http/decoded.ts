import type { IncomingMessage } from "node:http"
import { Duplex, pipeline, Readable } from "node:stream"
import * as zlib from "node:zlib"

// What has come is passed on at once, and what breaks off is kept as far as it came.
const GZIP = { flush: zlib.constants.Z_SYNC_FLUSH, finishFlush: zlib.constants.Z_SYNC_FLUSH }
const BROTLI = {
  flush: zlib.constants.BROTLI_OPERATION_FLUSH,
  finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH,
}

const DECODERS: Record<string, () => Duplex> = {
  gzip: () => zlib.createGunzip(GZIP),
  "x-gzip": () => zlib.createGunzip(GZIP),
  deflate: () => Duplex.from(inflated),
  br: () => zlib.createBrotliDecompress(BROTLI),
  zstd: () => zlib.createZstdDecompress(),
}

/** The body as it was before it was packed: some servers pack without being asked to. */
export function decoded(incoming: IncomingMessage): Readable {
  const codings = (incoming.headers["content-encoding"] ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
  const decoders = codings.toReversed().flatMap((name) => DECODERS[name]?.() ?? [])

  // Whoever reads hears of an error from what it reads.
  return decoders.reduce<Readable>((body, decoder) => pipeline(body, decoder, () => {}), incoming)
}

/** Two formats go by this name: only one of them begins with a header. */
async function* inflated(body: AsyncIterable<Buffer>) {
  const chunks = body[Symbol.asyncIterator]()
  const { value: first, done } = await chunks.next()
  if (done) return

  const decoder = ((first[0] ?? 0) & 0x0f) === 8 ? zlib.createInflate(GZIP) : zlib.createInflateRaw(GZIP)
  yield* pipeline(Readable.from(joined(first, chunks)), decoder, () => {})
}

async function* joined(first: Buffer, others: AsyncIterator<Buffer>) {
  yield first
  for (let next = await others.next(); !next.done; next = await others.next()) yield next.value
}
