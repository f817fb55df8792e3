import type { IncomingMessage } from "node:http"
import { isIP } from "node:net"
import type { TLSSocket } from "node:tls"
import type { Express, Request } from "express"
import { config } from "../config.ts"
import { trustedAddresses } from "./trusted_addresses.ts"

// Some proxies say that a WebSocket came over wss.
const PROTOCOLS = new Map<string | undefined, "http" | "https">([
  ["http", "http"],
  ["https", "https"],
  ["ws", "http"],
  ["wss", "https"],
])

const MAPPED = /^::ffff:(?=\d+\.)/i
const WITH_PORT = /^(?:\[(.+)\]|([\d.]+))(?::\d+)?$/

const isTrusted = trustedAddresses(config.trustProxy)

/** Has Express's `request.ip`, `protocol` and `secure` say the same as the functions below. */
export function readForwardedHeaders(app: Express) {
  const { request } = app as unknown as { request: Request }

  app.set("trust proxy", isTrustedProxy)
  Object.defineProperties(request, {
    ip: {
      get(this: Request) {
        return clientAddress(this)
      },
    },
    protocol: {
      get(this: Request) {
        return clientProtocol(this)
      },
    },
  })
}

// These work on a request that Express never saw, too: the upgrade of a WebSocket.

/** Undefined only where the connection is gone already. */
export function clientAddress(request: IncomingMessage): string | undefined {
  let address = plainAddress(request.socket.remoteAddress ?? "")

  // The last was added by the proxy that is nearest to us. Whatever stands before an address of no proxy's, or
  // before what is none, may be made up.
  for (const hop of values(request, "x-forwarded-for").reverse()) {
    const next = plainAddress(hop)
    if (!isTrustedProxy(address) || isIP(next) === 0) break
    address = next
  }
  return address || undefined
}

export function clientProtocol(request: IncomingMessage): "http" | "https" {
  const direct = (request.socket as TLSSocket).encrypted ? "https" : "http"
  return forwardedProtocol(request) ?? direct
}

/** Undefined where no trusted proxy says it. */
export function forwardedProtocol(request: IncomingMessage): "http" | "https" | undefined {
  return PROTOCOLS.get(trusted(request, "x-forwarded-proto")?.toLowerCase())
}

/** What the browser asked for, as far as proxies tell, with its port where that is not the usual one. */
export function requestedHost(request: IncomingMessage): string {
  return trusted(request, "x-forwarded-host") || request.headers.host || ""
}

/** The first of several is what the outermost proxy was asked for. */
function trusted(request: IncomingMessage, header: string) {
  return isTrustedProxy(request.socket.remoteAddress) ? values(request, header)[0] : undefined
}

function values({ headers }: IncomingMessage, header: string) {
  return [headers[header] ?? ""].flat().flatMap((value) => value.split(",").map((one) => one.trim()))
}

/** Without a port, a zone, or the prefix of IPv4 in IPv6: one client always has the same. */
function plainAddress(written: string) {
  const [, bracketed, dotted] = WITH_PORT.exec(written) ?? []
  const [address = ""] = (bracketed ?? dotted ?? written).split("%", 1)
  return address.replace(MAPPED, "")
}

function isTrustedProxy(address: string | undefined) {
  return isTrusted(plainAddress(address ?? ""))
}
