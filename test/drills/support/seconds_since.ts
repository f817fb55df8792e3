/** Says how many seconds have passed since it was made, for people. */
export function secondsSince() {
  const start = performance.now()
  return () => ((performance.now() - start) / 1_000).toFixed(1)
}
