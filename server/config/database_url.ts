import { ConfigError } from "./config_error.ts"

export function databaseUrl(value: string) {
  const isServer = URL.canParse(value) && ["postgres:", "postgresql:"].includes(new URL(value).protocol)

  if (isServer || isSqliteFile(value)) {
    return value
  } else {
    throw new ConfigError(
      "DATABASE_URL must be sqlite:<path of a file>, such as sqlite:storage/app.sqlite3, or postgres://<user>:<password>@<host>/<database>.",
    )
  }
}

/** What looks like a host, a query or a database in memory would be taken for a path. */
function isSqliteFile(value: string) {
  const path = value.replace(/^sqlite:(\/\/(?=\/))?/, "")
  return path !== value && path !== "" && !/^\/\/|^:|^file:|[?#\0]|\/$/.test(path)
}
