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

export function toSnakeCase(name: string) {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase()
}

export function toCamelCase(name: string) {
  return name.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase())
}

function camelCased(row: object) {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [toCamelCase(name), value]))
}

function isRow(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
