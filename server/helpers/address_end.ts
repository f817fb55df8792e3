import { UNSPACED } from "./flanking.ts"

/** A character at which a bare address is over: punctuation and symbols beyond ASCII, but for hyphens and the like. */
export const ADDRESS_END = String.raw`[[\p{P}\p{S}]--\p{Pc}--[\x00-\x7F\u00B7\u2010-\u2013]]`

// It begins where such a run does: to try in its midst would cost its square.
const END = new RegExp(`(?<![?!.,:;*_'"~])[?!.,:;*_'"~]*${ADDRESS_END}.*`, "sv")
const WORD_BEHIND_HOST = new RegExp(`(?<=^(?:https?://|www\\.)[\\w.\\-]+\\.[a-z]{2,})${UNSPACED}.*`, "isv")

/** An address found in a text, without what follows it there: "https://a.example。然后". */
export function withoutWhatFollows(address: string) {
  return address.replace(END, "").replace(WORD_BEHIND_HOST, "")
}
