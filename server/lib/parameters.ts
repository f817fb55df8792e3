/** The named fields that are there and are text; whatever else was sent is left out. */
export function permit<Name extends string>(
  fields: unknown,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const given = typeof fields === "object" && fields !== null ? (fields as Record<string, unknown>) : {}
  const permitted: Partial<Record<Name, string>> = {}

  for (const name of names) {
    const value = given[name]
    if (typeof value === "string") permitted[name] = value
  }
  return permitted
}
