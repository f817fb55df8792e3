import { constants, deflateRawSync } from "node:zlib"

/** Bytes of a text that it pays to compress. */
const LARGE = 2048

/** The first byte: the last fragment of a text. */
const TEXT = 0x81
const DEFLATED = 0x40

/** Bytes at the end of what was flushed; readers add them by themselves. */
const FLUSH_LENGTH = 4

/**
 * A text as a server says it over a WebSocket (RFC 6455, 5.2), to be written to the socket below it. The same bytes
 * suit all readers, so it is framed and compressed once for all of them: ws would do it for each, and write two pieces.
 */
export class TextFrame {
  readonly text: string
  readonly #length: number
  #plain: Buffer | undefined
  #deflated: Buffer | undefined

  constructor(text: string) {
    this.text = text
    this.#length = Buffer.byteLength(text)
  }

  get plain() {
    if (!this.#plain) {
      const { frame, start } = emptyFrame(TEXT, this.#length)
      frame.write(this.text, start)
      this.#plain = frame
    }
    return this.#plain
  }

  /** For who agreed on permessage-deflate (RFC 7692) without context takeover; plain where it is short. */
  get compressed() {
    if (this.#length < LARGE) return this.plain

    if (!this.#deflated) {
      const flushed = deflateRawSync(this.text, { finishFlush: constants.Z_SYNC_FLUSH })
      const payload = flushed.subarray(0, -FLUSH_LENGTH)
      const { frame, start } = emptyFrame(TEXT | DEFLATED, payload.length)
      frame.set(payload, start)
      this.#deflated = frame
    }
    return this.#deflated
  }
}

/** Its payload is to be written from `start` on. */
function emptyFrame(firstByte: number, length: number) {
  const head = [firstByte, ...lengthBytes(length)]
  const frame = Buffer.allocUnsafe(head.length + length)
  frame.set(head)
  return { frame, start: head.length }
}

// One byte, or two or eight behind a mark.
function lengthBytes(length: number) {
  if (length < 126) {
    return [length]
  } else if (length < 0x10000) {
    return [126, length >> 8, length & 0xff]
  } else {
    const bytes = Buffer.alloc(8)
    bytes.writeUInt32BE(length, 4)
    return [127, ...bytes]
  }
}
