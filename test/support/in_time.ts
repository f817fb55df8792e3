import { PATIENCE } from "./patience.ts"

/** What comes of it. Where nothing does, a test says so by a sentence, and does not hang. */
export async function inTime<Result>(promise: Promise<Result>, otherwise: string): Promise<Result> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(otherwise)), PATIENCE)

  try {
    return await Promise.race([promise, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
