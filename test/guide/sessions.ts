import { randomUUID } from "node:crypto"
import type { IncomingMessage } from "node:http"
import type { NextFunction, Request, Response } from "express"
import { readCookie } from "../../server/lib/cookies.ts"
import { permit } from "../../server/lib/parameters.ts"
import { Cook } from "./cook.ts"
import { renderPage } from "./view.ts"

// The shortest that can be: an app of your own has accounts already, with passwords and a table of sessions.
const cookIds = new Map<string, number>()

export async function createSession({ body }: Request, response: Response) {
  const { name = "Cook" } = permit(body, ["name"])
  const cook = await Cook.create({ name })
  const token = randomUUID()

  cookIds.set(token, cook.id)
  response.cookie("cook", token, { httpOnly: true, sameSite: "lax" }).redirect(303, "/")
}

/** Works on a request that Express never saw, too: the upgrade of a WebSocket. */
export async function currentCook(request: IncomingMessage): Promise<Cook | undefined> {
  const cookId = cookIds.get(readCookie(request, "cook") ?? "")
  return cookId === undefined ? undefined : Cook.findBy({ id: cookId })
}

export async function requireCook(request: Request, response: Response, next: NextFunction) {
  response.locals.cook = await currentCook(request)

  if (response.locals.cook) {
    next()
  } else {
    response.status(401).send(await renderPage("new_session", {}))
  }
}

/** Behind `requireCook`. */
export function cookOf(response: Response): Cook {
  return response.locals.cook
}
