import { flanks, isLiteral } from "../helpers/flanking.ts"

const LETTER = /[\p{L}\p{N}]/u
const HALF_SUFFIX = /^\.[\w.-]{0,52}\*?$/
/** Characters behind stars that tell whether they stand for themselves. */
const SUFFICIENT = 60

/** Whether the run of stars, lines or tildes there may begin emphasis, as far as is known by now. */
export function canOpen(text: string, at: number) {
  const run = runAt(text, at)
  const end = at + run.length
  const behind = text.slice(end, end + SUFFICIENT)
  const before = /.$/su.exec(text.slice(Math.max(at - 2, 0), at))?.[0] ?? " "
  const [after] = behind

  if (after === undefined || (run === "*" && HALF_SUFFIX.test(behind))) {
    return true
  } else if (isLiteral(run, before, behind) || (run.startsWith("_") && LETTER.test(before))) {
    return false
  } else {
    return flanks(after, before)
  }
}

// Some of its markers may be read as emphasis already.
function runAt(text: string, at: number) {
  let end = at + 1
  while (text[end] === text[at]) end += 1
  return text.slice(at, end)
}
