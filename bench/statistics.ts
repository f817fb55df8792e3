export function median(values: number[]) {
  return percentile(values, 50)
}

/** Of numbers in any order; the mean of the two in the middle where it falls between them. */
export function percentile(values: ArrayLike<number>, percent: number) {
  const sorted = Float64Array.from(values).sort()
  const place = ((sorted.length - 1) * percent) / 100
  const [below = Number.NaN, above = Number.NaN] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]]
  return below + (above - below) * (place % 1)
}

export function sum(values: number[]) {
  return values.reduce((total, value) => total + value, 0)
}
