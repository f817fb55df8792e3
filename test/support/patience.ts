/**
 * Milliseconds. The only limit that decides in a test: what takes longer is not slow, it does not come. It is wide,
 * so that no test fails because a machine has other things to do.
 */
export const PATIENCE = 60_000
