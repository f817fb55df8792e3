const LARGEST_ID = 2 ** 31 - 1

/** An id, where it is written as we write ids and could be a row's; an address or a form may hold anything. */
export function parseId(id: unknown): number | undefined {
  const isText = typeof id === "string" || typeof id === "number"
  const number = isText && /^[1-9]\d{0,9}$/.test(String(id)) ? Number(id) : Number.NaN
  return number <= LARGEST_ID ? number : undefined
}
