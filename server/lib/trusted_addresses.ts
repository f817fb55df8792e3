import { BlockList, isIP } from "node:net"

const RANGES: Record<string, string[]> = {
  loopback: ["127.0.0.0/8", "::1"],
  linklocal: ["169.254.0.0/16", "fe80::/10"],
  uniquelocal: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
}

/** Asks whether an address is among addresses, ranges (`10.0.0.0/8`) and names of ranges, all checked already. */
export function trustedAddresses(entries: readonly string[]) {
  const list = new BlockList()

  for (const entry of entries.flatMap((name) => RANGES[name] ?? name)) {
    const [address = "", bits] = entry.split("/")
    list.addSubnet(address, Number(bits ?? (isIP(address) === 4 ? 32 : 128)), family(address))
  }

  return (address: string) => isIP(address) !== 0 && list.check(address, family(address))
}

function family(address: string) {
  return isIP(address) === 4 ? "ipv4" : "ipv6"
}
