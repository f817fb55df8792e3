import { performance } from "node:perf_hooks"
import { withCursor } from "./cable_log.ts"
import type { PositionedFrame, Subscription } from "./subscription.ts"

const LARGE = 50
/** To tell a large audience takes half a core at most. */
const REST = 1

export type Published = { position: string; html: string }

/** All who listen to one stream in this process. What comes faster than many can be told is told together. */
export class Audience {
  readonly members = new Set<Subscription>()
  private published: Published[] = []
  private rest: NodeJS.Timeout | undefined

  tell(frame: Published) {
    this.published.push(frame)
    if (!this.rest) this.tellAll()
  }

  private tellAll() {
    const frames = this.published.splice(0)
    const start = performance.now()

    if (frames.length > 0) {
      const together = asOne(frames)
      for (const member of this.members) member.push(together)
    }

    const rest = this.members.size < LARGE ? 0 : REST * (performance.now() - start)
    this.rest = frames.length > 0 && rest >= 1 ? setTimeout(() => this.tellAll(), rest) : undefined
  }
}

function asOne(frames: Published[]): PositionedFrame {
  const [first, last] = [frames[0] as Published, frames.at(-1) as Published]
  const html = frames.map(({ html }) => html).join("")
  return { first: first.position, position: last.position, html: withCursor(html, last.position) }
}
