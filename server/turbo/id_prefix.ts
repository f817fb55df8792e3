/** "m12-" of "message_12_content": ids stand in every frame, so they are short. */
export function idPrefix(target: string) {
  const [, initial, number] = /^([a-z])\D*(\d*)/.exec(target) ?? []
  return `${initial}${number}-`
}
