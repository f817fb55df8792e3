import helmet from "helmet"
import { importMapHash } from "./import_map.ts"

/** Scripts, styles and sockets come from us alone, and no other site may frame us. */
export function contentSecurityPolicy(exceptions: { styleSrc: string[]; baseUri?: string[] }) {
  return helmet.contentSecurityPolicy({
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'", importMapHash],
      imgSrc: ["'self'", "data:"],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
      ...exceptions,
    },
  })
}
