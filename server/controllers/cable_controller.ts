import { LRUCache } from "lru-cache"
import { logger } from "../lib/logger.ts"
import { isOwnOrigin } from "../lib/same_origin.ts"
import { ApplicationController } from "./application_controller.ts"
import { authorizeCable, queryOf, refusedOrigin } from "./authorize_cable.ts"

const NOT_UPGRADED =
  "The proxy in front of this app doesn't pass WebSockets (see docs/proxies.md). Until it does, reload the page to read on."

/** Sessions of whom a WebSocket came as a plain request lately. */
const plainUpgrades = new LRUCache<number, true>({ max: 1000, ttl: 60_000 })

/** Tells a page over plain HTTP why it does not get a WebSocket, which a browser does not. */
export class CableController extends ApplicationController {
  static override readonly open = ["show"]

  async show() {
    this.notePlainUpgrade()
    const authorization = await authorizeCable(this.request)
    // A proxy's own answers may have the same status; they lack this.
    this.response.set("Cable-Refusal", "1").type("text")

    if (authorization.status === 101) {
      this.response.status(426).set("Upgrade", "websocket").send(this.obstacle)
    } else {
      this.response.status(authorization.status).send(authorization.reason)
    }
  }

  /** A WebSocket of which a proxy has made a plain request still has its key. */
  private notePlainUpgrade() {
    if (this.request.headers["sec-websocket-key"]) {
      logger.warn(NOT_UPGRADED)
      if (this.session) plainUpgrades.set(this.session.id, true)
    }
  }

  /** What keeps a page from the cable that would be let in: the way that its upgrade takes. */
  private get obstacle() {
    const { request, session } = this
    // A page's own plain request does not say where it is from, as its upgrade does.
    const origin = queryOf(request).get("origin") ?? undefined
    const isOwn = origin === undefined || isOwnOrigin(origin, request)

    if (isOwn || plainUpgrades.has(session?.id ?? 0)) {
      return NOT_UPGRADED
    } else {
      return refusedOrigin(origin, request)
    }
  }
}
