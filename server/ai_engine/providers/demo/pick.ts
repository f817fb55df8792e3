import { randomInt } from "node:crypto"

export function pick<Choice>(...choices: readonly [Choice, ...Choice[]]): Choice {
  return choices[randomInt(choices.length)] as Choice
}
