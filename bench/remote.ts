import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"

// biome-ignore lint/suspicious/noExplicitAny: what they take and return is known where they are called.
type Methods = Record<string, (...values: any[]) => unknown>
type Call = { id: number; name: string; values: unknown[] }
type Answer = { id: number; result?: unknown; error?: unknown }

/** One of the bench's programs in a process of its own, so that what it costs is not counted as somebody else's. */
export class Remote<Program extends Methods> {
  readonly #process: ChildProcess
  readonly #calls = new Map<number, PromiseWithResolvers<unknown>>()
  #lastId = 0

  constructor(program: string) {
    this.#process = fork(join(import.meta.dirname, "processes", program), { serialization: "advanced" })
    this.#process.on("message", (answer) => this.#settle(answer as Answer))
    this.#process.on("exit", () => this.#giveUp(new Error(`${program} has ended.`)))
  }

  get pid() {
    return this.#process.pid as number
  }

  async call<Name extends keyof Program & string>(name: Name, ...values: Parameters<Program[Name]>) {
    const call: Call = { id: ++this.#lastId, name, values }
    const answered = Promise.withResolvers<unknown>()
    this.#calls.set(call.id, answered)
    this.#process.send(call)
    return (await answered.promise) as Awaited<ReturnType<Program[Name]>>
  }

  async stop() {
    const ended = once(this.#process, "exit")
    this.#process.disconnect()
    await ended
  }

  #settle({ id, result, error }: Answer) {
    const call = this.#calls.get(id)
    this.#calls.delete(id)
    if (error) call?.reject(error)
    else call?.resolve(result)
  }

  #giveUp(error: Error) {
    for (const { reject } of this.#calls.values()) reject(error)
  }
}

/** The other end: what can be called in this process, until the bench has ended. */
export function serve(methods: Methods) {
  process.on("message", async ({ id, name, values }: Call) => {
    try {
      process.send?.({ id, result: await methods[name]?.(...values) })
    } catch (error) {
      process.send?.({ id, error })
    }
  })
  process.on("disconnect", () => process.exit())
}
