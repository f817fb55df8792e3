import { join } from "node:path"
import express, { Router } from "express"

const PUBLIC = join(import.meta.dirname, "../public")
const VENDOR = {
  "/vendor/turbo.js": "@hotwired/turbo/dist/turbo.es2017-esm.js",
  "/vendor/stimulus.js": "@hotwired/stimulus/dist/stimulus.js",
}

/** Everything a browser loads besides pages; no-cache means: ask whether it changed. */
export function assets(): Router {
  const router = Router()
  const headers = { "Cache-Control": "no-cache" }

  for (const [path, file] of Object.entries(VENDOR)) {
    const modulePath = join(import.meta.dirname, "../node_modules", file)
    router.get(path, (_request, response) => response.sendFile(modulePath, { headers }))
  }
  router.use(express.static(PUBLIC, { index: false, setHeaders: (response) => response.set(headers) }))
  return router
}
