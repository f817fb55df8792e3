/** Levels of lists and quotes in each other, or of emphasis; what is deeper shows as it is written. */
export const DEEPEST = 30
