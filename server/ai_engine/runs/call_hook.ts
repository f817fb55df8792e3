import { logger } from "../../lib/logger.ts"

/** Calls a hook of the application's; what goes wrong in there is the application's and ends no run. */
export async function callHook(hook: () => Promise<void>) {
  try {
    await hook()
  } catch (error) {
    logger.error("A hook of the engine failed.", { error })
  }
}
