import { cable } from "../cable/cable.ts"
import { withinMilliseconds } from "../lib/deadline.ts"
import { touchInstallation } from "../lib/installation.ts"
import { ApplicationController } from "./application_controller.ts"

const LIMIT = 2_000
const PARTS: Record<string, () => Promise<unknown>> = {
  database: () => touchInstallation(),
  cable: () => cable.check(),
}

export class HealthController extends ApplicationController {
  /** Asks no database who is signed in: that one may be what is down. */
  override async process() {
    const names = Object.keys(PARTS)
    const results = await Promise.allSettled(
      Object.values(PARTS).map((check) => withinMilliseconds(LIMIT, check())),
    )
    const down = names.filter((_name, index) => results[index]?.status === "rejected")

    if (down.length === 0) {
      this.response.type("text").send("up")
    } else {
      this.response
        .status(503)
        .type("text")
        .send(`down: ${down.join(", ")}`)
    }
  }
}
