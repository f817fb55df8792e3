import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto"
import { config } from "../config.ts"

const LIFETIME = 24 * 60 * 60 * 1000

const key = Buffer.from(hkdfSync("sha256", config.secretKeyBase, "", "stream name", 32))

/** Names a stream for one user, safe to put in a URL. `expiresAt` in milliseconds, by default a day from now. */
export function signStreamName(name: string, userId: number, { expiresAt = Date.now() + LIFETIME } = {}) {
  const payload = Buffer.from(JSON.stringify([name, userId, expiresAt])).toString("base64url")

  return `${payload}.${signature(payload)}`
}

/** Undefined when the name is forged, malformed or expired. */
export function verifyStreamName(signed: string) {
  const [payload = ""] = signed.split(".", 1)

  if (sameText(signed, `${payload}.${signature(payload)}`)) {
    return unexpired(JSON.parse(Buffer.from(payload, "base64url").toString()))
  } else {
    return undefined
  }
}

function unexpired([name, userId, expiresAt]: [name: string, userId: number, expiresAt: number]) {
  return Date.now() < expiresAt ? { name, userId } : undefined
}

function signature(payload: string) {
  return createHmac("sha256", key).update(payload).digest("base64url")
}

function sameText(a: string, b: string) {
  const [bytesA, bytesB] = [Buffer.from(a), Buffer.from(b)]

  return bytesA.length === bytesB.length && timingSafeEqual(bytesA, bytesB)
}
