import { ConfigError } from "./config_error.ts"

const SINCE = [24, 5] as const

/** The proxies that everything else on this machine uses, by the names that it uses; small letters go first. */
export function proxies(read: (name: string) => string | undefined) {
  const http = proxy("HTTP_PROXY", read)
  const https = proxy("HTTPS_PROXY", read)
  const no = read("no_proxy") ?? read("NO_PROXY")
  if (!http && !https) return undefined

  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number)
  if (major === SINCE[0] && minor < SINCE[1]) {
    throw new ConfigError(`HTTP_PROXY and HTTPS_PROXY need Node ${SINCE.join(".")} or newer.`)
  }
  return {
    ...(http && { HTTP_PROXY: http }),
    ...(https && { HTTPS_PROXY: https }),
    ...(no && { NO_PROXY: no }),
  }
}

function proxy(variable: string, read: (name: string) => string | undefined): string | undefined {
  const value = read(variable.toLowerCase()) ?? read(variable)
  const address = value && !value.includes("://") ? `http://${value}` : value

  if (address === undefined || (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol))) {
    return address
  } else {
    throw new ConfigError(`${variable} is not the address of a proxy that speaks HTTP.`)
  }
}
