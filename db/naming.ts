/** snake_case in SQL, camelCase in TypeScript: knex translates on the way out and on the way back. */
export const naming = {
  wrapIdentifier(identifier: string, quote: (name: string) => string) {
    return identifier === "*" ? identifier : quote(toSnakeCase(identifier))
  },

  postProcessResponse(response: unknown): unknown {
    if (Array.isArray(response)) {
      return response.map((row) => (isRow(row) ? camelCased(row) : row))
    } else {
      return isRow(response) ? camelCased(response) : response
    }
  },
}

export const toSnakeCase = remembered((name) => {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase()
})

export const toCamelCase = remembered((name) => {
  return name.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase())
})

function camelCased(row: object) {
  const result: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(row)) result[toCamelCase(name)] = value
  return result
}

/** Names of tables and columns are few, and every row has them. */
function remembered(convert: (name: string) => string) {
  const names = new Map<string, string>()

  return (name: string) => {
    const known = names.get(name)
    if (known !== undefined) return known

    const converted = convert(name)
    names.set(name, converted)
    return converted
  }
}

function isRow(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
