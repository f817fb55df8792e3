import { logger } from "../../lib/logger.ts"
import type { Mixable } from "../../lib/mixable.ts"
import { AIEngine } from "../engine.ts"

/** A new `remoteId` must look like the provider's, where the provider's ids have a look of their own. */
export function RemoteIdValidatable<Base extends Mixable>(base: Base) {
  return class extends base {
    declare remoteId: string | null

    /** Nothing is given up for an id that is not what it should be, or that its column can't hold. */
    async takeRemoteId(remoteId: string | null) {
      this.remoteId = remoteId
      if (!(await this.valid())) {
        logger.warn("A remote id was not kept.", { id: this.id, errors: this.errors.sentences })
        this.errors.clear()
        this.remoteId = null
      }
    }

    /** Whose id it is. */
    protected get provider() {
      return AIEngine.provider
    }

    protected override async validate() {
      await super.validate()
      const id = this.remoteId
      const prefixes = this.provider.remoteIdPrefixes[this.recordClass.recordType]

      if (id && prefixes && this.changed("remoteId") && !prefixes.some((prefix) => id.startsWith(prefix))) {
        this.errors.add("remoteId", `Remote id "${id}" must start with ${prefixes.join(" or ")}.`)
      }
    }
  }
}
