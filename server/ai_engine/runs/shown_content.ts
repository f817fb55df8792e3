import type { ConversingRecord, MessageEvent } from "../concerns/conversing.ts"
import { callHook } from "./call_hook.ts"

/**
 * Takes the answer from who wrote it under this claim, and gives it what readers have seen: its row may be a second
 * behind.
 */
export async function takeShownContent(
  event: MessageEvent,
  owner: ConversingRecord | undefined,
  claims: number,
) {
  await callHook(async () => {
    const { message } = event
    const shown = await owner?.aiEngineShownContent({ ...event, claims })

    if (shown && shown.length > message.content.length && shown.startsWith(message.content)) {
      message.content = shown
      // The provider's number belongs to less; without one, what is known is skipped when it is told again.
      message.sequence = null
    }
  })
}
