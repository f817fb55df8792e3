import { parentPort, workerData } from "node:worker_threads"
import { markdown } from "../../server/helpers/markdown.ts"
import { countedSteps } from "./counted_steps.ts"

/** Runs in a thread of its own, whose stack is deep enough to match long texts step by step. */
for (const text of workerData as string[]) parentPort?.postMessage(countedSteps(() => markdown(text)))
