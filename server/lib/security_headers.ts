import { randomBytes } from "node:crypto"
import type { NextFunction, Request, Response } from "express"
import helmet from "helmet"
import { contentSecurityPolicy } from "./content_security_policy.ts"
import { importMap } from "./import_map.ts"

/** What no page of ours, and nothing within one, ever asks a browser for. */
const DENIED = [
  "accelerometer",
  "autoplay",
  "camera",
  "display-capture",
  "encrypted-media",
  "geolocation",
  "gyroscope",
  "hid",
  "idle-detection",
  "local-fonts",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "publickey-credentials-get",
  "screen-wake-lock",
  "serial",
  "usb",
  "xr-spatial-tracking",
]
const PERMISSIONS = [...DENIED.map((name) => `${name}=()`), "clipboard-write=(self)"].join(", ")

export function securityHeaders(request: Request, response: Response, next: NextFunction) {
  // Turbo puts the style of its progress bar into the page, under this nonce.
  const nonce = randomBytes(16).toString("base64")
  response.locals.nonce = nonce
  response.locals.importMap = importMap

  response.set("Permissions-Policy", PERMISSIONS)
  // Somebody's pages are not for the next who sits there; what is the same for everybody (assets.ts) says so itself.
  response.set("Cache-Control", "private, no-store")

  const headers = helmet({
    contentSecurityPolicy: false,
    // As the policy's frame-ancestors says it.
    xFrameOptions: { action: "deny" },
    strictTransportSecurity: request.secure,
    referrerPolicy: { policy: "same-origin" },
  })
  const policy = contentSecurityPolicy({ styleSrc: ["'self'", `'nonce-${nonce}'`] })
  headers(request, response, () => policy(request, response, next))
}
