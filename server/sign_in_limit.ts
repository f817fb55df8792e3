import type { Request } from "express"
import { ipKeyGenerator, rateLimit } from "express-rate-limit"
import { HttpError } from "./lib/http_error.ts"
import { permit } from "./lib/parameters.ts"

const MINUTES = 5

/** Guessing one account's password from one address: ten tries, then a pause. Right ones don't count. */
export const limitFailedSignIns = rateLimit({
  windowMs: MINUTES * 60_000,
  limit: 10,
  skipSuccessfulRequests: true,
  standardHeaders: "draft-8",
  legacyHeaders: false,
  keyGenerator: (request: Request) => {
    const { email = "" } = permit(request.body, ["email"])
    return `${ipKeyGenerator(request.ip ?? "")} ${email.trim().toLowerCase()}`
  },
  handler: () => {
    throw new HttpError(429, `That were too many tries. Wait ${MINUTES} minutes, then sign in again.`)
  },
})
