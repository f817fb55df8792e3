import type { Request, Response } from "express"
import { readCookie } from "./cookies.ts"

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

function parse(value: string): Flash {
  try {
    return JSON.parse(Buffer.from(value, "base64url").toString())
  } catch {
    return {}
  }
}
