import { createHash } from "node:crypto"

/** What the browser calls the modules that it loads from us, and from nobody else. */
export const importMap = JSON.stringify({
  imports: {
    "@hotwired/turbo": "/vendor/turbo.js",
    "@hotwired/stimulus": "/vendor/stimulus.js",
  },
})

/** The one inline script that the Content-Security-Policy lets pass. */
export const importMapHash = `'sha256-${createHash("sha256").update(importMap).digest("base64")}'`
