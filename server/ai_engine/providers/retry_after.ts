/** HTTP's own form, or ISO's; `Date.parse` alone finds a date in nearly everything. */
const IS_DATE = /^([A-Z][a-z]{2,8}, ?\d|\d{4}-\d\d-\d\dT)/
const IS_NUMBER = /^\d+(\.\d+)?$/

/** In milliseconds, where the server says how long to wait, and says it so that it can be understood. */
export function retryAfter(headers: Headers | undefined): number | undefined {
  const milliseconds = headers?.get("retry-after-ms")?.trim() ?? ""
  const value = headers?.get("retry-after")?.trim() ?? ""

  if (IS_NUMBER.test(milliseconds)) {
    return Number(milliseconds)
  } else if (IS_NUMBER.test(value)) {
    return Number(value) * 1000
  } else if (IS_DATE.test(value)) {
    return until(Date.parse(value), Date.parse(headers?.get("date") ?? ""))
  }
}

/** By the server's clock, where it shows it. */
function until(date: number, itsNow: number): number | undefined {
  const milliseconds = date - (Number.isNaN(itsNow) ? Date.now() : itsNow)
  return milliseconds > 0 ? milliseconds : undefined
}
