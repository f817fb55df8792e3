import { ChatCompletionsProvider } from "../../../server/ai_engine/providers/chat_completions.ts"
import { ANY_REQUEST } from "../providers/all_providers.ts"
import { ask } from "../providers/asking.ts"

// Asks many questions at once, and is stopped in the very moment: whoever started it lets it go on. What it says in
// the end is what became of them.

const [baseURL = "", questions = "1", connect = "300"] = process.argv.slice(2)
const provider = new ChatCompletionsProvider({
  baseURL,
  idleTimeout: 30,
  limits: { connect: Number(connect) },
})
const answers = Array.from({ length: Number(questions) }, () => ask(provider, ANY_REQUEST))

// Later in the same turn, the client has begun to connect.
setImmediate(() => process.kill(process.pid, "SIGSTOP"))

const ends = await Promise.all(answers)
console.log(JSON.stringify(ends.map(({ last, text }) => [last?.type, text])))
