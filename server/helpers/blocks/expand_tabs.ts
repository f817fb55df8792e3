/** White space with spaces for its tabs. */
export function expandTabs(space: string, start = 0) {
  let column = start
  for (const character of space) column += character === "\t" ? 4 - (column % 4) : 1
  return " ".repeat(column - start)
}
