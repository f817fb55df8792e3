import type { Request, Response } from "express"
import { readCookie } from "./cookies.ts"
import { permit } from "./parameters.ts"

export type Flash = { notice?: string; alert?: string }

const COOKIE = "flash"

/** A sentence for the next page, wherever a redirect leads. */
export function writeFlash(request: Request, response: Response, flash: Flash) {
  const value = Buffer.from(JSON.stringify(flash)).toString("base64url")
  response.cookie(COOKIE, value, { httpOnly: true, sameSite: "lax", secure: request.secure })
}

/** Can be read once. */
export function takeFlash(request: Request, response: Response): Flash {
  const value = readCookie(request, COOKIE)
  if (value === undefined) return {}

  response.clearCookie(COOKIE)
  return parse(value)
}

/** A cookie may hold anything: what is not one of our sentences is left out. */
function parse(value: string): Flash {
  try {
    return permit(JSON.parse(Buffer.from(value, "base64url").toString()), ["notice", "alert"])
  } catch {
    return {}
  }
}
