import { randomBytes } from "node:crypto"
import type { NextFunction, Request, Response } from "express"
import helmet from "helmet"
import { contentSecurityPolicy } from "./content_security_policy.ts"
import { importMap } from "./import_map.ts"

export function securityHeaders(request: Request, response: Response, next: NextFunction) {
  // Turbo puts the style of its progress bar into the page, under this nonce.
  const nonce = randomBytes(16).toString("base64")
  response.locals.nonce = nonce
  response.locals.importMap = importMap

  const headers = helmet({
    contentSecurityPolicy: false,
    strictTransportSecurity: request.secure,
    referrerPolicy: { policy: "same-origin" },
  })
  const policy = contentSecurityPolicy({ styleSrc: ["'self'", `'nonce-${nonce}'`] })
  headers(request, response, () => policy(request, response, next))
}
