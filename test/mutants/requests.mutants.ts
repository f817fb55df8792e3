import { mutantsOf } from "./support/mutant.ts"

export const MUTANTS = [
  ...mutantsOf(
    "server/lib/same_origin.ts",
    ["test/lib/same_origin.test.ts"],
    [
      {
        promise: "another site's page changes nothing",
        find: `  } else if (site) {
    logForeignOrigin(request)`,
        replace: `  } else if (site === "nothing") {
    logForeignOrigin(request)`,
      },
      {
        promise: "a neighbour's page changes nothing",
        find: `site === "same-origin" ||`,
        replace: `site?.startsWith("same-") ||`,
      },
      {
        promise: "another site's page changes nothing in an older browser",
        find: "  } else if (hasOwnOrigin(request)) {",
        replace: "  } else if (true) {",
      },
      {
        promise: "nobody is signed in from another site",
        find: `const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"]`,
        replace: `const SAFE_METHODS = ["GET", "HEAD", "OPTIONS", "POST"]`,
      },
      {
        promise: "a link from anywhere leads here",
        find: `const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"]`,
        replace: `const SAFE_METHODS = ["HEAD", "OPTIONS"]`,
      },
      {
        promise: "who set up the proxy is told what was compared",
        find: "    logForeignOrigin(request)\n    throw new HttpError(\n",
        replace: "    throw new HttpError(\n",
      },
    ],
  ),
  ...mutantsOf(
    "server/lib/same_origin.ts",
    ["test/lib/own_origin.test.ts"],
    [
      {
        promise: "a page that came over http is another one than that over https",
        find: "theirs.protocol === ours?.protocol &&",
        replace: "ours !== undefined &&",
      },
      {
        promise: "a page of another host is another site's",
        find: "&& theirs.host === ours.host",
        replace: "",
      },
      {
        promise: "a name with a dot at its end is the same",
        find: `hostname.replace(/\\.$/, "")`,
        replace: "hostname",
      },
      {
        promise: "an Origin with somebody's name in it is nobody's",
        find: "[^/?#@\\\\\\s]+$/i",
        replace: "[^/?#\\\\\\s]+$/i",
      },
    ],
  ),
  ...mutantsOf(
    "server/lib/forwarded.ts",
    ["test/lib/forwarded.test.ts", "test/lib/own_origin.test.ts"],
    [
      {
        promise: "who is no trusted proxy has the address they have",
        find: "if (!isTrustedProxy(address) || isIP(next) === 0) break",
        replace: "if (isIP(next) === 0) break",
      },
      {
        promise: "what is no address is nobody's",
        find: "if (!isTrustedProxy(address) || isIP(next) === 0) break",
        replace: "if (!isTrustedProxy(address)) break",
      },
      {
        promise: "nobody makes up the address they are counted by",
        find: `values(request, "x-forwarded-for").reverse()`,
        replace: `values(request, "x-forwarded-for")`,
      },
      {
        promise: "who is no trusted proxy says nothing of host and protocol",
        find: "return isTrustedProxy(request.socket.remoteAddress) ? values(request, header)[0] : undefined",
        replace: "return values(request, header)[0]",
      },
      {
        promise: "one client has one address, over IPv4 and IPv6",
        find: `return address.replace(MAPPED, "")`,
        replace: "return address",
      },
      {
        promise: "Express tells the same address",
        find: `        return clientAddress(this)
`,
        replace: "        return this.socket.remoteAddress\n",
      },
      {
        promise: "a socket that came over wss came over https",
        find: `["wss", "https"],`,
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    "server/lib/trusted_addresses.ts",
    ["test/lib/forwarded.test.ts"],
    [
      {
        promise: "one address that is trusted is not a whole network",
        find: "isIP(address) === 4 ? 32 : 128)",
        replace: "isIP(address) === 4 ? 8 : 64)",
      },
    ],
  ),
  ...mutantsOf(
    "server/lib/flash.ts",
    ["test/lib/flash.test.ts", "test/controllers/users_controller.test.ts"],
    [
      {
        promise: "a cookie that was tampered with breaks no page",
        find: `permit(JSON.parse(Buffer.from(value, "base64url").toString()), ["notice", "alert"])`,
        replace: `JSON.parse(Buffer.from(value, "base64url").toString())`,
      },
      {
        promise: "a sentence is said once",
        find: "  response.clearCookie(COOKIE)\n",
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    "server/lib/own_path.ts",
    ["test/lib/own_path.test.ts"],
    [
      {
        promise: "no path leads to another site by its dots",
        find: `url?.origin === HERE && !url.pathname.startsWith("//")`,
        replace: "url?.origin === HERE",
      },
      {
        promise: "no path leads to another site by its slashes",
        find: `url?.origin === HERE && !url.pathname.startsWith("//")`,
        replace: `url && !url.pathname.startsWith("//")`,
      },
    ],
  ),
  ...mutantsOf(
    "server/lib/parse_id.ts",
    ["test/lib/parse_id.test.ts"],
    [
      {
        promise: "an address has one way of writing an id",
        find: "[1-9]\\d{0,9}",
        replace: "\\d{1,10}",
      },
      {
        promise: "an id that no column can hold is nobody's",
        find: "return number <= LARGEST_ID ? number : undefined",
        replace: "return number > 0 ? number : undefined",
      },
    ],
  ),
  ...mutantsOf(
    "server/lib/parameters.ts",
    ["test/lib/parameters.test.ts"],
    [
      {
        promise: "a field that is no text is none",
        find: `if (typeof value === "string") permitted[name] = value`,
        replace: "if (value !== undefined) permitted[name] = value as string",
      },
    ],
  ),
  ...mutantsOf(
    "server/lib/forms_only.ts",
    ["test/controllers/messages_refused.test.ts"],
    [
      {
        promise: "what is no form is refused with a sentence",
        find: `if (hasBody && !request.is("application/x-www-form-urlencoded")) {`,
        replace: "if (hasBody && false) {",
      },
    ],
  ),
  ...mutantsOf(
    "server/lib/refusal.ts",
    [
      "test/lib/database_fault.test.ts",
      "test/controllers/messages_refused.test.ts",
      "test/error_pages.test.ts",
    ],
    [
      {
        promise: "a fault of ours tells strangers nothing of our inside",
        find: `new HttpError(500, "It is our fault, and it was written down. Try again in a moment.")`,
        replace: "new HttpError(500, String((error as Error).message))",
      },
      {
        promise: "what is too large is refused with a sentence",
        find: "if (status === 413) {",
        replace: "if (status === 414) {",
      },
      {
        promise: "who is to come back later is told when",
        find: "      retryAfter: 5,\n",
        replace: "",
      },
      {
        promise: "an address that can't be read is no fault of ours",
        find: "status >= 400 && status < 500",
        replace: "status > 400 && status < 500",
      },
    ],
  ),
  ...mutantsOf(
    "server/lib/database_fault.ts",
    ["test/lib/database_fault.test.ts"],
    [
      {
        promise: "a query whose connection broke off is not taken for a fault of ours",
        find: `String(message).split(" - ").at(-1) as string`,
        replace: "String(message)",
      },
      {
        promise: "a table that is missing is a fault of ours, and not a moment's",
        find: "|40001|40P01|55P03)/",
        replace: "|40001|40P01|55P03|42)/",
      },
    ],
  ),
  ...mutantsOf(
    "server/error_pages.ts",
    ["test/error_pages.test.ts"],
    [
      {
        promise: "where not even the session can be read, there is a page",
        find: `  try {
    return await ask()
  } catch {
    return undefined
  }`,
        replace: "  return ask()",
      },
      {
        promise: "a fault of ours is written down",
        find: `if (status >= 500) logger.error("A request failed.", { method: request.method, path: request.path, error })`,
        replace: "",
      },
      {
        promise: "what was typed is shown with a refusal",
        find: "unavailable, unsent: unsent?.typed }",
        replace: "unavailable, unsent: undefined }",
      },
    ],
  ),
  ...mutantsOf(
    "server/error_pages.ts",
    ["test/controllers/database_away.test.ts"],
    [
      {
        promise: "where the database is away, a form can be sent again with all that it held",
        find: "const hidden = [...fields.filter(({ name }) => !names.includes(name)), method]",
        replace: "const hidden = [method]",
      },
      {
        promise: "who waits for a page is told when to come back",
        find: `  if (retryAfter) response.set("Retry-After", String(retryAfter))
`,
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    "server/error_pages.ts",
    ["test/controllers/expired_session.test.ts"],
    [
      {
        promise: "words that were carried to a page that is not there are shown, to be copied",
        find: "return session?.unsentForm(request.originalUrl)",
        replace: "return undefined",
      },
      {
        promise: "why they are there is said with them",
        find: "flash: unsent && isReading(request) ? takeFlash(request, response) : {}",
        replace: "flash: {}",
      },
    ],
  ),
  ...mutantsOf(
    "server/lib/request_log.ts",
    ["test/request_log.test.ts"],
    [
      {
        promise: "no words get into the log by an address",
        find: `const path = originalUrl.split("?", 1)[0] as string`,
        replace: "const path = originalUrl",
      },
      {
        promise: "a request can be followed from its proxy on",
        find: "REQUEST_ID.test(given) ? given : randomUUID()",
        replace: "randomUUID()",
      },
      {
        promise: "nobody writes into the log by calling a request something",
        find: "REQUEST_ID.test(given) ? given : randomUUID()",
        replace: "given || randomUUID()",
      },
      {
        promise: "what is logged of a request says which one",
        find: "withLogContext({ requestId }, () => {",
        replace: "withLogContext({}, () => {",
      },
      {
        promise: "whoever reports a fault can say which request it was",
        find: `  response.set("X-Request-Id", requestId)
`,
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    "server/lib/security_headers.ts",
    ["test/security_headers.test.ts"],
    [
      {
        promise: "no page is kept for the next who sits there",
        find: `response.set("Cache-Control", "private, no-store")`,
        replace: `response.set("Cache-Control", "private")`,
      },
      {
        promise: "nobody may frame us, in older browsers either",
        find: `xFrameOptions: { action: "deny" }`,
        replace: `xFrameOptions: { action: "sameorigin" }`,
      },
      {
        promise: "over https browsers are told to stay there",
        find: "strictTransportSecurity: request.secure",
        replace: "strictTransportSecurity: false",
      },
      {
        promise: "over http nobody is told to go where nothing listens",
        find: "strictTransportSecurity: request.secure",
        replace: "strictTransportSecurity: true",
      },
      {
        promise: "nobody can guess a page's nonce",
        find: `randomBytes(16).toString("base64")`,
        replace: `Buffer.alloc(16).toString("base64")`,
      },
      {
        promise: "a page may ask the browser for next to nothing",
        find: `  response.set("Permissions-Policy", PERMISSIONS)
`,
        replace: "",
      },
      {
        promise: "nobody is told what the app is made of",
        find: "contentSecurityPolicy: false,",
        replace: "contentSecurityPolicy: false, xPoweredBy: false,",
      },
      {
        promise: "other sites don't learn which page led to them",
        find: `referrerPolicy: { policy: "same-origin" }`,
        replace: `referrerPolicy: { policy: "unsafe-url" }`,
      },
    ],
  ),
  ...mutantsOf(
    "server/lib/content_security_policy.ts",
    ["test/security_headers.test.ts"],
    [
      {
        promise: "forms send nothing elsewhere",
        find: `formAction: ["'self'"],`,
        replace: "",
      },
      {
        promise: "nobody may frame us",
        find: `frameAncestors: ["'none'"],`,
        replace: "",
      },
      {
        promise: "pages ask nobody else for anything",
        find: `connectSrc: ["'self'"],`,
        replace: `connectSrc: ["*"],`,
      },
      {
        promise: "no script runs that is not ours",
        find: `scriptSrc: ["'self'", importMapHash],`,
        replace: `scriptSrc: ["'self'", "'unsafe-inline'"],`,
      },
    ],
  ),
  ...mutantsOf(
    "server/assets.ts",
    ["test/security_headers.test.ts"],
    [
      {
        promise: "what is the same for everybody is loaded once",
        find: "setHeaders: (response) => response.set(headers)",
        replace: "setHeaders: () => {}",
      },
    ],
  ),
  ...mutantsOf(
    "server/app.ts",
    ["test/lib/same_origin.test.ts", "test/security_headers.test.ts"],
    [
      {
        promise: "other sites' pages change nothing, whatever the address",
        find: "  app.use(requireSameOrigin)\n",
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    "server/app.ts",
    ["test/controllers/expired_session.test.ts", "test/controllers/messages_refused.test.ts"],
    [
      {
        promise: "the longest words fit into a form, of whatever characters",
        find: `const LARGEST_FORM = "3mb"`,
        replace: `const LARGEST_FORM = "1mb"`,
      },
      {
        promise: "nobody fills the memory with one form",
        find: `const LARGEST_FORM = "3mb"`,
        replace: `const LARGEST_FORM = "30mb"`,
      },
    ],
  ),
  ...mutantsOf(
    "server/lib/deadline.ts",
    ["test/lib/deadline.test.ts"],
    [
      {
        promise: "whoever asks whether the app is up gets an answer, whatever hangs",
        find: "return await Promise.race([promise, expired])",
        replace: "return await promise",
      },
    ],
  ),
  ...mutantsOf(
    "server/controllers/health_controller.ts",
    ["test/controllers/health_controller.test.ts"],
    [
      {
        promise: "a database that only reads is down",
        find: "database: () => touchInstallation(),",
        replace: "database: async () => {},",
      },
      {
        promise: "a cable that is down is named",
        find: "  cable: () => cable.check(),\n",
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    "server/controllers/jobs_controller.ts",
    ["test/controllers/jobs_controller.test.ts"],
    [
      {
        promise: "the jobs are the admin's alone",
        find: "if (!this.currentUser.admin) {",
        replace: "if (false) {",
      },
      {
        promise: "the jobs of a process that has no queue are no fault",
        find: "} else if (!(queue instanceof RedisQueue)) {",
        replace: "} else if (false) {",
      },
    ],
  ),
]
