import { mutantsOf } from "./support/mutant.ts"

const CONNECTED = ["test/system/staying_connected.test.ts"]
const MISSING = ["test/system/missing_messages.test.ts"]
const EARLIER = ["test/system/earlier_messages.test.ts"]

/** What a reader's browser does to stay up to date. */
export const MUTANTS = [
  ...mutantsOf("public/javascript/elements/cable_stream_source.js", CONNECTED, [
    {
      promise: "a page that comes back is sent what it missed, and not all that it shows",
      find: `setAttribute("cursor", cursor)
    }
  }

  #morphed`,
      replace: `getAttribute("cursor")
    }
  }

  #morphed`,
    },
    {
      promise: "a preview of a page costs no connection",
      find: `if (!document.documentElement.hasAttribute("data-turbo-preview"))`,
      replace: "if (document.documentElement)",
    },
    {
      promise: "a page that is left leaves its connection",
      find: "  disconnectedCallback() {\n    this.#connection.stop()",
      replace: "  disconnectedCallback() {",
    },
    {
      promise: "who has signed out elsewhere is told so",
      find: "    this.#explain(status, reason)\n  }\n\n  /** A browser hides",
      replace: "  }\n\n  /** A browser hides",
    },
    {
      promise: "a page asks for itself anew where the log no longer knows what it missed",
      find: "this.#connection.reconnectIn(REFRESH_PATIENCE)",
      replace: `this.setAttribute("cursor", cursor)`,
      tests: MISSING,
    },
    {
      promise: "a message whose coming was lost comes onto the page",
      find: "if (lacksMessage) refreshPage()",
      replace: "",
      tests: MISSING,
    },
  ]),
  ...mutantsOf("public/javascript/models/cable_connection.js", CONNECTED, [
    {
      promise: "a line that fell silent is noticed",
      find: "DEAD = 35_000",
      replace: "DEAD = 350_000",
    },
    {
      promise: "a page that comes back to view does not trust a line that is late",
      find: "LATE = 20_000",
      replace: "LATE = 200_000",
    },
    {
      promise: "a sleeping page holds no connection",
      find: `addEventListener("pagehide", () => this.#disconnect(), { signal })`,
      replace: "",
    },
    {
      promise: "a page that wakes up has a connection",
      find: `
    document.addEventListener("visibilitychange", () => this.#hurry(), { signal })
    // A page that sleeps in the browser's cache must not hold a socket; it may wake up.
    addEventListener("pagehide", () => this.#disconnect(), { signal })
    addEventListener("pageshow", () => this.#hurry(), { signal })`,
      // Of the two signs, browsers that give both need but one.
      replace: `
    addEventListener("pagehide", () => this.#disconnect(), { signal })`,
    },
    {
      promise: "who has just asked something does not wait out a pause",
      find: `addEventListener("turbo:before-fetch-response", (event) => this.#answered(event), { signal })`,
      replace: "",
    },
    {
      promise: "a page whose thread was deleted tries no longer",
      find: "      this.pause()\n",
      replace: "      this.reconnectIn(LATER)\n",
    },
    {
      promise: "the fifty-first page is kept up to date when another was closed",
      find: "this.reconnectIn(LATER)",
      replace: "this.pause()",
    },
    {
      promise: "a connection that was lost comes back",
      find: "this.reconnectIn(Math.min(SHORTEST_DELAY * 2 ** this.#attempts, LONGEST_DELAY))",
      replace: "this.pause()",
    },
  ]),
  ...mutantsOf("public/javascript/models/missing_messages.js", MISSING, [
    {
      promise: "a page does not refresh again and again for a message that is nowhere",
      find: "for (const id of news) asked.add(id)",
      replace: "",
    },
    {
      promise: "a message of an earlier page is missing by right",
      find: "Number(place) >= Number(first)",
      replace: "Number(place) >= 0",
    },
    {
      promise: "a page that is still empty notices what never came",
      find: "(first === undefined || ",
      replace: "first !== undefined && (",
    },
  ]),
  ...mutantsOf("public/javascript/models/earlier_messages.js", EARLIER, [
    {
      promise: "an answer among earlier messages that is still being written goes on",
      find: "list.querySelector(WRITTEN) !== null",
      replace: "false",
    },
  ]),
  ...mutantsOf("public/javascript/elements/append_guard.js", MISSING, [
    {
      promise: "a question that comes twice stands on the page once, as it is by now",
      find: "if (!isShown(stream)) await",
      replace: "await",
    },
  ]),
]
