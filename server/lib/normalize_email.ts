/** What nobody sees: control and format characters, zero-width ones, fillers. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

/** Longer than any address, and than what is worth reading. */
const LONGEST_TYPED = 1_000

/**
 * An e-mail address as it is stored, looked up and counted, however it was typed; "" where it is too long to be one.
 * Two ways of typing that a person takes for the same give the same, and the result gives itself.
 */
export function normalizeEmail(typed: string): string {
  return typed.length <= LONGEST_TYPED ? fold(fold(typed.toWellFormed())) : ""
}

/** Lower case can take letters apart, and taking apart can bring up others: once more settles it. */
function fold(text: string) {
  return text.normalize("NFKC").replace(INVISIBLE, "").toLowerCase().normalize("NFKC").trim()
}
