/** As much of it as is used without knex. */
declare module "better-sqlite3" {
  // biome-ignore lint/style/noDefaultExport: so the module exports it.
  export default class SQLite {
    constructor(path: string, options?: { fileMustExist?: boolean; timeout?: number })
    pragma(statement: string): unknown
    prepare(sql: string): { run(values: (number | string)[]): unknown }
    close(): void
  }
}
