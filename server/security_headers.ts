import { randomBytes } from "node:crypto"
import type { NextFunction, Request, Response } from "express"
import helmet from "helmet"
import { importMap, importMapHash } from "./lib/import_map.ts"

/** Scripts, styles and sockets from us alone, and no other site may frame us. */
export function securityHeaders(request: Request, response: Response, next: NextFunction) {
  // Turbo puts the style of its progress bar into the page, under this nonce.
  const nonce = randomBytes(16).toString("base64")
  response.locals.nonce = nonce
  response.locals.importMap = importMap

  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'", importMapHash],
        styleSrc: ["'self'", `'nonce-${nonce}'`],
        imgSrc: ["'self'", "data:"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: request.secure,
    referrerPolicy: { policy: "same-origin" },
  })(request, response, next)
}
