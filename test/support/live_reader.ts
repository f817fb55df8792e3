import { once } from "node:events"
import { type IncomingMessage, request } from "node:http"
import type { Client } from "./client.ts"
import { until } from "./until.ts"

type Headers = Record<string, string>

/** Who reads an answer to a request while it is being written. */
export class LiveReader {
  readonly response: IncomingMessage
  /** All that came so far. */
  text = ""
  /** How it ended: whole, or broken off. */
  end: "whole" | "broken" | undefined

  constructor(response: IncomingMessage) {
    this.response = response
    response.setEncoding("utf8")
    response.on("data", (piece) => {
      this.text += piece
    })
    response.on("error", () => {})
    response.once("close", () => {
      this.end = response.complete ? "whole" : "broken"
    })
  }

  async sees(words: string) {
    await until(() => this.text.includes(words))
  }

  async ended() {
    await until(() => this.end)
  }

  drop() {
    this.response.destroy()
  }
}

export async function readLive({ url, cookie }: Client, path: string, headers: Headers = {}) {
  const asked = request(new URL(path, url), {
    headers: { Accept: "text/html", Cookie: cookie, ...headers },
    agent: false,
  })
  asked.on("error", () => {})
  asked.end()
  const [response] = (await once(asked, "response")) as [IncomingMessage]
  return new LiveReader(response)
}
