import express, { type Express } from "express"
import { assets } from "./assets.ts"
import { answerError, answerNotFound } from "./error_pages.ts"
import { requireForm } from "./lib/forms_only.ts"
import { readForwardedHeaders } from "./lib/forwarded.ts"
import { logRequests } from "./lib/request_log.ts"
import { methodOverride } from "./lib/routing.ts"
import { requireSameOrigin } from "./lib/same_origin.ts"
import { securityHeaders } from "./lib/security_headers.ts"
import { routes } from "./routes.ts"

// 200,000 characters of the longest kind, as a form encodes them.
const LARGEST_FORM = "3mb"

/** Express, assembled; it does not listen. */
export function buildApp(): Express {
  const app = express()
  // Every page has a nonce of its own, so none is ever the one that a browser has.
  app.disable("etag")
  readForwardedHeaders(app)

  app.use(logRequests)
  app.use(securityHeaders)
  app.use(requireSameOrigin)
  app.use(requireForm, express.urlencoded({ extended: true, limit: LARGEST_FORM }), methodOverride)
  app.use(routes())
  app.use(assets())
  app.use(answerNotFound, answerError)
  return app
}
