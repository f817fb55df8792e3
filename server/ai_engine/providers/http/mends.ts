import { LRUCache } from "lru-cache"
import { logger } from "../../../lib/logger.ts"
import { applied, type Mend, mendsFor } from "./mend.ts"
import type { Refusal } from "./refusal.ts"
import type { Body } from "./refused_parameter.ts"

const MANY = 500
const MOST_ROUNDS = 10
const OUR_LIMITS = /^max_/

/** What each server and model wants changed, as long as this process lives. */
const known = new LRUCache<string, Mend[]>({ max: MANY })

/** A request's body, changed until the server takes it. */
export class MendedBody {
  readonly #key: string
  readonly #begunWith: number
  #fields: Body
  #done: Mend[] = []
  #rounds = 0

  constructor(url: URL, fields: Body) {
    this.#key = `${url.origin}${url.pathname.replace(/\/[a-z]+_\w+/g, "/:id")} ${fields.model ?? ""}`
    this.#fields = fields
    this.#apply(known.get(this.#key) ?? [])
    this.#begunWith = this.#done.length
  }

  get text() {
    return JSON.stringify(this.#fields)
  }

  /** True where it can be asked again, changed. A request that is refused so is not billed. */
  mend(refusal: Refusal): boolean {
    const mends = this.#rounds++ < MOST_ROUNDS ? mendsFor(this.#fields, refusal, this.#done) : []
    this.#apply(mends)
    return mends.length > 0
  }

  /** It was taken as it is: so will the next one. */
  remember() {
    const lasting = this.#done.filter((mend) => !("onlyOnce" in mend))

    if (lasting.length > this.#begunWith) {
      const lost = lasting.filter((mend) => "drop" in mend && OUR_LIMITS.test(mend.drop))
      known.set(this.#key, lasting)
      logger.info("The model's server takes requests only when they are changed.", {
        for: this.#key,
        changes: lasting,
      })
      if (lost.length > 0) {
        logger.warn("The model's server takes no limit: answers may become longer than they should.", {
          for: this.#key,
        })
      }
    }
  }

  #apply(mends: Mend[]) {
    this.#fields = mends.reduce(applied, this.#fields)
    this.#done.push(...mends)
  }
}
