import { interrupt, Run } from "../../server/ai_engine/index.ts"
import { performLater } from "./create_assistant_message_and_run.ts"

/** Ends what a process that died left under way, and takes up what it left waiting. */
export async function lookAfterRuns() {
  for (const run of await Run.stalled()) await interrupt(run)
  for (const run of await Run.waiting()) performLater(run)
}
