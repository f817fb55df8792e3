import { once } from "node:events"
import type { AddressInfo } from "node:net"
import express from "express"
import { serve } from "../remote.ts"

export const methods = {
  /** Sends this page and nothing else. */
  async listen(html: string) {
    const app = express()
    app.get("/", (_request, response) => {
      response.send(html)
    })
    const server = app.listen(0, "127.0.0.1")
    await once(server, "listening")
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  },
}

serve(methods)
