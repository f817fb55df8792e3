import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"
import { type WebSocket, WebSocketServer } from "ws"
import { memoryInUse } from "../memory_in_use.ts"
import { serve } from "../remote.ts"

// As little as a program can do between a model and its readers: no database, no Markdown, no log, no session.

type Event = { type: string; delta?: string }

const listeners = new Map<string, Set<WebSocket>>()
let provider = ""

const server = createServer(async (request, response) => {
  const body = await text(request)
  response.writeHead(202).end()
  await relay(request.url ?? "", body)
})

new WebSocketServer({ server, perMessageDeflate: false }).on("connection", (websocket, { url = "" }) => {
  const others = listeners.get(url) ?? new Set()
  listeners.set(url, others.add(websocket))
  websocket.once("close", () => others.delete(websocket))
})

async function relay(path: string, body: string) {
  const headers = { "content-type": "application/json" }
  const response = await fetch(`${provider}/responses`, { method: "POST", headers, body })

  for await (const { type, delta } of events(response)) {
    if (type === "response.output_text.delta") say(path, `append" target="story_content`, delta)
    if (type === "response.completed") say(path, `append" target="story" data-status="completed`)
  }
}

async function* events({ body }: Response): AsyncGenerator<Event> {
  const decoder = new TextDecoder()
  let buffered = ""

  for await (const chunk of body ?? []) {
    buffered += decoder.decode(chunk, { stream: true })
    const events = buffered.split("\n\n")
    buffered = events.pop() ?? ""
    for (const event of events) yield JSON.parse(event.slice(event.indexOf("data: ") + 6))
  }
}

function say(path: string, action: string, html = "") {
  const frame = `<turbo-stream action="${action}"><template>${html}</template></turbo-stream>`
  for (const websocket of listeners.get(path) ?? []) websocket.send(frame)
}

export const methods = {
  async listen(providerUrl: string) {
    provider = providerUrl
    await once(server.listen(0, "127.0.0.1"), "listening")
    return `127.0.0.1:${(server.address() as AddressInfo).port}`
  },

  memoryInUse,
}

serve(methods)
