import type { IncomingMessage } from "node:http"
import type { Readable } from "node:stream"
import { LoopTimer } from "../../../lib/loop_timer.ts"
import { decoded } from "./decoded.ts"
import { HttpFailure } from "./http_failure.ts"
import { LONGEST_BODY, LONGEST_ERROR } from "./limits.ts"

const WITHOUT_BODY = [204, 205, 304]
const WIDEST_STATUS = 599

/** What `httpFetch` resolves to. Whoever reads a long stream reads `incoming`, and leaves `body` alone. */
export class HttpResponse extends Response {
  /** The body, unpacked. */
  readonly incoming: Readable

  constructor(answer: IncomingMessage, body: Readable, content: ReadableStream | string | null) {
    const { statusCode = 0, statusMessage = "", headers } = answer
    const status = Math.min(statusCode, WIDEST_STATUS)
    super(WITHOUT_BODY.includes(status) ? null : content, {
      status,
      statusText: statusMessage.replace(/[^\t\x20-\x7e]/g, ""),
      headers: headers as Record<string, string>,
    })
    this.incoming = body
  }

  /** One whose body is read as a whole has `milliseconds` for that. */
  static of(answer: IncomingMessage, milliseconds: number): HttpResponse {
    const body = decoded(answer)
    // Reads nothing before it is read itself.
    return new HttpResponse(answer, body, ReadableStream.from(whole(body, milliseconds)))
  }
}

async function* whole(body: Readable, milliseconds: number) {
  const timer = new LoopTimer(milliseconds, () => body.destroy(tooLate(milliseconds)))
  let length = 0

  try {
    for await (const chunk of body) {
      length += chunk.length
      if (length > LONGEST_BODY) throw new HttpFailure("too_long", "The answer is too long.", { sent: true })
      yield chunk
    }
  } finally {
    timer.stop()
  }
}

/** As much of an error's body as comes within `milliseconds`, up to a length that no error needs. */
export async function errorText(answer: IncomingMessage, milliseconds: number): Promise<string> {
  const body = decoded(answer)
  const timer = new LoopTimer(milliseconds, () => body.destroy(tooLate(milliseconds)))
  const chunks: Buffer[] = []
  let length = 0

  try {
    for await (const chunk of body) {
      chunks.push(chunk)
      length += chunk.length
      if (length > LONGEST_ERROR) break
    }
  } catch {
    // What has come says more than nothing.
  } finally {
    timer.stop()
  }
  return Buffer.concat(chunks).subarray(0, LONGEST_ERROR).toString("utf8")
}

function tooLate(milliseconds: number) {
  return new HttpFailure("no_end", "The answer did not end.", { sent: true, waited: milliseconds })
}
