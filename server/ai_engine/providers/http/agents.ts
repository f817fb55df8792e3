import * as http from "node:http"
import * as https from "node:https"

/** What the environment says of proxies, as Node's agents take it. */
export type ProxySettings = { HTTP_PROXY?: string; HTTPS_PROXY?: string; NO_PROXY?: string }

/** Servers may close what is idle for longer. */
const IDLE = 5_000

/** Who opens connections, and keeps them for the next request. */
export class Agents {
  readonly #proxyEnv: ProxySettings | undefined
  readonly #http: http.Agent
  readonly #https: https.Agent

  constructor(proxyEnv?: ProxySettings) {
    this.#proxyEnv = proxyEnv
    this.#http = new http.Agent(this.#options)
    this.#https = new https.Agent(this.#options)
  }

  /** A `fresh` one opens a connection of its own. */
  for({ protocol }: URL, { fresh = false } = {}): http.Agent {
    if (protocol === "https:") {
      return fresh ? new https.Agent(this.#options) : this.#https
    } else {
      return fresh ? new http.Agent(this.#options) : this.#http
    }
  }

  get #options(): http.AgentOptions {
    return {
      keepAlive: true,
      scheduling: "lifo",
      timeout: IDLE,
      ...(this.#proxyEnv && { proxyEnv: { ...this.#proxyEnv } }),
    }
  }
}
