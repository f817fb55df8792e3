import { startPostgres, type TestPostgres } from "./postgres.ts"

let postgres: TestPostgres

/** One PostgreSQL for all the files of a run: making one takes seconds, a database in it does not. */
export async function globalSetup() {
  postgres = await startPostgres()
  process.env.TEST_POSTGRES_URL = postgres.url
}

export async function globalTeardown() {
  await postgres.stop()
}
