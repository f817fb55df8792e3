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

export const toSnakeCase = remembered((name) => name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase())

export const toCamelCase = remembered((name) =>
  name.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase()),
)

/** There are a hundred names, and every query and every row asks for a dozen of them. */
function remembered(translate: (name: string) => string) {
  const translations = new Map<string, string>()

  return (name: string) => {
    const translation = translations.get(name) ?? translate(name)
    translations.set(name, translation)
    return translation
  }
}

function camelCased(row: object) {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [toCamelCase(name), value]))
}

function isRow(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
