import type { NextFunction, Request, RequestHandler, Response, Router } from "express"

export interface Controller {
  process(action: string): Promise<void>
}

export type ControllerClass = new (request: Request, response: Response) => Controller

type Action = "index" | "new" | "create" | "show" | "edit" | "update" | "destroy"

const ACTIONS: [Action, "get" | "post" | "patch" | "put" | "delete", string][] = [
  ["index", "get", ""],
  ["new", "get", "/new"],
  ["create", "post", ""],
  ["show", "get", "/:id"],
  ["edit", "get", "/:id/edit"],
  ["update", "patch", "/:id"],
  ["update", "put", "/:id"],
  ["destroy", "delete", "/:id"],
]

/** The seven actions of a collection, or those named in `only`. */
export function resources(router: Router, path: string, controller: ControllerClass, only?: Action[]) {
  for (const [action, method, suffix] of ACTIONS) {
    if (!only || only.includes(action)) router[method](path + suffix, to(controller, action))
  }
}

/** One thing of which there is one: no index, no id in its path. */
export function resource(router: Router, path: string, controller: ControllerClass, only: Action[]) {
  for (const [action, method, suffix] of ACTIONS) {
    if (only.includes(action)) router[method](path + suffix.replace("/:id", ""), to(controller, action))
  }
}

/** One instance a request, so that its private methods may remember. */
export function to(controller: ControllerClass, action: string): RequestHandler {
  return (request, response) => new controller(request, response).process(action)
}

/** Forms know GET and POST: `_method` in the body says what is meant. */
export function methodOverride(request: Request, _response: Response, next: NextFunction) {
  const method = request.body?._method

  if (request.method === "POST" && typeof method === "string" && /^(patch|put|delete)$/i.test(method)) {
    request.method = method.toUpperCase()
  }
  next()
}
