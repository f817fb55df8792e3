const grouped = new Intl.NumberFormat("en")

/** 12,345; a dash where it is not known. */
export function count(number: number | null) {
  return number === null ? "–" : grouped.format(number)
}
