/** The first half of a surrogate pair: it can't be stored or sent before the other one is there. */
export function endsInHalfACharacter(text: string) {
  const last = text.charCodeAt(text.length - 1)
  return last >= 0xd800 && last <= 0xdbff
}
