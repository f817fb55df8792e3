/** The same numbers from 0 to 1 for the same seed, so that a failure can be looked at again. */
export function random(seed: number) {
  let state = seed

  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32
    return state / 2 ** 32
  }
}
