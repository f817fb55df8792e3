/** How many characters both begin with. */
export function commonLength(one: string, other: string) {
  let length = 0
  while (length < one.length && one[length] === other[length]) length += 1
  return length
}
