const HERE = "http://here"

/** The path where an address leads to a page of ours; undefined for another site's, however it is disguised. */
export function ownPath(address: string | undefined): string | undefined {
  const url = address?.startsWith("/") && URL.canParse(address, HERE) ? new URL(address, HERE) : undefined
  // "/.//evil" is a path of ours that begins with another site's address once its dots are taken out.
  const own = url?.origin === HERE && !url.pathname.startsWith("//")
  return own ? url.pathname + url.search : undefined
}
