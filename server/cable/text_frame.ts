import { constants, deflateRawSync } from "node:zlib"

/** Bytes of a text that it pays to compress. */
const LARGE = 2048

/** The first byte: the last fragment of a text. */
const TEXT = 0x81
const DEFLATED = 0x40

/** Bytes at the end of what was flushed; readers add them by themselves. */
const FLUSH_LENGTH = 4

/**
 * A text as a server says it over a WebSocket (RFC 6455, 5.2). The same bytes suit all its readers, so it is framed
 * and compressed once for all of them: ws would do it for each.
 */
export class TextFrame {
  readonly text: string
  readonly #bytes: Buffer
  #plain: Buffer | undefined
  #deflated: Buffer | undefined

  constructor(text: string) {
    this.text = text
    this.#bytes = Buffer.from(text)
  }

  get plain() {
    this.#plain ??= frame(TEXT, this.#bytes)
    return this.#plain
  }

  /** For who agreed on permessage-deflate (RFC 7692) without context takeover; plain where it is short. */
  get compressed() {
    if (this.#bytes.length < LARGE) return this.plain

    this.#deflated ??= frame(TEXT | DEFLATED, deflated(this.#bytes))
    return this.#deflated
  }
}

function deflated(bytes: Buffer) {
  return deflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -FLUSH_LENGTH)
}

function frame(firstByte: number, payload: Buffer) {
  return Buffer.concat([head(firstByte, payload.length), payload])
}

function head(firstByte: number, length: number) {
  if (length < 126) {
    return Buffer.from([firstByte, length])
  } else if (length < 0x10000) {
    return Buffer.from([firstByte, 126, length >> 8, length & 0xff])
  } else {
    const bytes = Buffer.from([firstByte, 127, 0, 0, 0, 0, 0, 0, 0, 0])
    bytes.writeUIntBE(length, 4, 6)
    return bytes
  }
}
