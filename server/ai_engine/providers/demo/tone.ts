import { FUNNY, GENTLE, HOMELY, LYRICAL, MYSTERY, SALTY, SPOOKY, STARRY } from "./tones.ts"

/** How a storyteller sounds, by what the instructions ask for. */
export type Tone = {
  asides: readonly [string, ...string[]]
  weathers: readonly [string, ...string[]]
  farewells: readonly [string, ...string[]]
}

const TONES: [RegExp, Tone][] = [
  [/\b(?:spooky|scary|horror|ghost|gothic|dark|creepy|eerie|vampire|haunt)/i, SPOOKY],
  [/\b(?:pirate|sailor|sea|captain|ship|ocean|nautical)/i, SALTY],
  [/\b(?:detective|noir|mystery|crime|murder|spy|clue)/i, MYSTERY],
  [/\b(?:space|sci-?fi|science fiction|robot|future|alien|galax|star)/i, STARRY],
  [/\b(?:funny|humou?r|silly|witty|joke|comed|absurd|sarcas|ironic|playful)/i, FUNNY],
  [/\b(?:poet|poem|lyric|verse|melanchol|dream)/i, LYRICAL],
  [/\b(?:child|kid|bedtime|gentle|kind|warm|grand(?:ma|pa|mother|father)|cosy|cozy|sooth)/i, GENTLE],
]

export function toneOf(instructions: string): Tone {
  return TONES.find(([words]) => words.test(instructions))?.[1] ?? HOMELY
}
