import { AsyncLocalStorage } from "node:async_hooks"

export type LogContext = { requestId?: string | null; userId?: number; runId?: number }

const contexts = new AsyncLocalStorage<LogContext>()

/** Every line that is logged while `work` goes on says these, too. */
export function withLogContext<Result>(context: LogContext, work: () => Result): Result {
  return contexts.run({ ...contexts.getStore(), ...context }, work)
}

/** For what is only known on the way. */
export function addToLogContext(context: LogContext) {
  Object.assign(contexts.getStore() ?? {}, context)
}

export function logContext(): LogContext {
  return contexts.getStore() ?? {}
}
