import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto"
import type { IncomingMessage } from "node:http"
import { config } from "../config.ts"
import { readCookie } from "../lib/cookies.ts"

const key = Buffer.from(hkdfSync("sha256", config.secretKeyBase, "", "known device", 32))

/** It outlives signing out: it signs nobody in, it only says that an account was signed in to with this browser. */
export const knownDeviceCookie = { name: "known_device", maxAge: 365 * 24 * 60 * 60 * 1_000 }

/** What this browser is called, where somebody has signed in to the account with this (normalized) address on it. */
export function knownDevice(request: IncomingMessage, email: string): string | undefined {
  const value = readCookie(request, knownDeviceCookie.name) ?? ""
  const [name = ""] = value.split(".", 1)
  return isSame(value, signed(name, email)) ? name : undefined
}

/** The cookie's value for a browser that is not known yet. */
export function newKnownDevice(email: string) {
  return signed(randomBytes(16).toString("base64url"), email)
}

function signed(name: string, email: string) {
  return `${name}.${createHmac("sha256", key).update(`${name} ${email}`).digest("base64url")}`
}

function isSame(a: string, b: string) {
  const [bytesA, bytesB] = [Buffer.from(a), Buffer.from(b)]
  return bytesA.length === bytesB.length && timingSafeEqual(bytesA, bytesB)
}
