import assert from "node:assert/strict"
import { execFile } from "node:child_process"
import { copyFile, cp, mkdir, mkdtemp, rm, truncate, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { after, test } from "node:test"
import pg from "pg"
import { createDatabase, migrate } from "./support/app_database.ts"
import { startPostgres } from "./support/postgres.ts"
import { startRedis } from "./support/redis.ts"

const ROOT = join(import.meta.dirname, "..")
const WEB = "server/index.ts"
const WORKER = "jobs/worker.ts"
const MIGRATE = "db/migrate.ts"
const SEED = "db/seed.ts"
const RENEW = "db/renew_installation.ts"
const NO_REDIS = "redis://127.0.0.1:1"

const directory = await mkdtemp(join(tmpdir(), "storytellers-boot-"))
after(() => rm(directory, { recursive: true }))

test("a path that is no database is named in one line, by all that open it", async () => {
  const text = join(directory, "text.sqlite3")
  await writeFile(text, "These are words, and no database at all. ".repeat(50))

  for (const program of [WEB, MIGRATE, SEED, RENEW]) {
    await refused(program, { DATABASE_URL: `sqlite:${text}` }, `${text}, which is not an SQLite database`)
    await refused(program, { DATABASE_URL: `sqlite:${directory}` }, `${directory}, which is a folder`)
  }
  await refused(WEB, { DATABASE_URL: `sqlite:${text}/a.sqlite3` }, "a part of that path is no folder")
})

test("a database whose last writes were left behind is not begun anew", async () => {
  const path = await inUse()
  await truncate(`${path}-wal`, 0)
  await truncate(path, 4096)
  await refused(WEB, { DATABASE_URL: `sqlite:${path}` }, `${path}, which is damaged`)

  const emptied = join(directory, "emptied.sqlite3")
  const database = new DatabaseSync(emptied)
  database.exec("PRAGMA journal_mode = WAL")
  database.close()
  await refused(WEB, { DATABASE_URL: `sqlite:${emptied}` }, `${emptied} was in use, but has no tables`)
})

test("a database whose file is missing is not begun anew, and its last writes stay", async () => {
  const path = await inUse()
  const alone = join(directory, "alone.sqlite3")
  await copyFile(`${path}-wal`, `${alone}-wal`)
  const sentence = `${alone} is missing, but what was written to it last is there`

  await refused(WEB, { DATABASE_URL: `sqlite:${alone}` }, sentence)
  await refused(WEB, { DATABASE_URL: `sqlite:${alone}` }, sentence)
})

test("a database of a newer version, or an incomplete one, is named in one line", async () => {
  const url = await migrated("newer")
  const database = new DatabaseSync(url.slice("sqlite:".length))
  database.exec(
    "INSERT INTO knex_migrations (name, batch, migration_time) VALUES ('20991231000001_fly.ts', 9, 0)",
  )
  await refused(WEB, { DATABASE_URL: url }, "is of a newer version than this app, which does not know 2099")
  await refused(MIGRATE, { DATABASE_URL: url }, "is of a newer version than this app")
  database.exec(
    "DELETE FROM knex_migrations WHERE name LIKE '2099%'; ALTER TABLE storytellers DROP COLUMN model",
  )
  await refused(WEB, { DATABASE_URL: url }, "its table storytellers can't be read: no such column: model")

  database.exec("UPDATE knex_migrations_lock SET is_locked = 1; DELETE FROM knex_migrations WHERE id > 1")
  await refused(WEB, { DATABASE_URL: url }, "run npm run db:migrate -- --unlock")
  database.close()
})

test("processes that do not migrate say that the database is older", async () => {
  const path = join(directory, "older.sqlite3")
  new DatabaseSync(path).close()
  const env = { DATABASE_URL: `sqlite:${path}`, REDIS_URL: NO_REDIS }

  for (const program of [WEB, WORKER])
    await refused(program, env, "lacks [0-9]+ migrations: run npm run db:migrate")
})

test("a disk that is full while migrating is named in one line", async () => {
  const code = `
    import { database } from "./db/index.ts"
    import { prepareDatabase } from "./db/prepare_database.ts"
    await database.raw("PRAGMA max_page_count = 10")
    await prepareDatabase({ migrate: true }).catch((error) => console.error(error.message))
    await database.destroy()`
  const env = { DATABASE_URL: `sqlite:${directory}/full.sqlite3` }
  const { stderr } = await run(["--input-type=module", "--eval", code], env)

  assert.match(stderr, /^DATABASE_URL names .+full\.sqlite3, but there is no space left on its disk\.\n$/)
})

test("a PostgreSQL that can't be used is named in one line, without its password", async (t) => {
  const postgres = await startPostgres()
  t.after(() => postgres.stop())
  const url = new URL(await postgres.createDatabase())
  const suffix = url.pathname.slice(-8)
  const [stranger, guest, crowd] = ["stranger", "guest", "crowd"].map((name) => `${name}_${suffix}`)
  const client = new pg.Client(url.href)
  await client.connect()
  await client.query(`CREATE ROLE ${stranger} NOLOGIN`)
  await client.query(`CREATE ROLE ${guest} LOGIN`)
  await client.query(`CREATE ROLE ${crowd} LOGIN CONNECTION LIMIT 0`)
  const as = (user = "", at = url.pathname) => `postgres://${user}:opensesame@${url.host}${at}`

  await refused(WEB, { DATABASE_URL: as("postgres", "/nowhere") }, "has no database of that name")
  await refused(MIGRATE, { DATABASE_URL: as("postgres", "/nowhere") }, "has no database of that name")
  await refused(WEB, { DATABASE_URL: as(stranger) }, "it refuses this user")
  await refused(WEB, { DATABASE_URL: as(guest) }, "may not create tables there")
  await refused(WEB, { DATABASE_URL: as(crowd) }, "has no connection left")
  await refused(WEB, { DATABASE_URL: `${as("postgres")}?sslmode=require` }, "does not support SSL")
  await refused(WEB, { DATABASE_URL: "postgres://a:opensesame@127.0.0.1:1/b" }, "nothing listens there")
  await refused(WEB, { DATABASE_URL: "postgres://a:opensesame@nowhere.invalid/b" }, "nowhere.invalid: ")

  await client.query(`ALTER DATABASE "${url.pathname.slice(1)}" SET default_transaction_read_only = on`)
  await refused(WEB, { DATABASE_URL: url.href }, "it may only be read")
  await client.end()
})

test("a Redis that can't be used is named in one line, by web and worker", async (t) => {
  const [cluster, locked] = await Promise.all([
    startRedis({ "cluster-enabled": "yes", "cluster-config-file": join(directory, "nodes.conf") }),
    startRedis({ requirepass: "open sesame" }),
  ])
  t.after(() => Promise.all([cluster.stop(), locked.stop()]))
  const wrong = locked.url.replace("//", "//:abracadabra@")
  const url = await migrated("redis")

  await Promise.all(
    [
      [NO_REDIS, "REDIS_URL names a Redis that can't be used: connect ECONNREFUSED 127.0.0.1:1"],
      [cluster.url, "REDIS_URL is that of a Redis Cluster"],
      [locked.url, "REDIS_URL names a Redis that can't be used: NOAUTH"],
      [wrong, "REDIS_URL names a Redis that can't be used: WRONGPASS"],
    ].flatMap(([redisUrl = "", sentence = ""]) =>
      [WEB, WORKER].map((program) => refused(program, { DATABASE_URL: url, REDIS_URL: redisUrl }, sentence)),
    ),
  )
})

test("a copy of a database becomes an installation of its own by one command", async () => {
  const DATABASE_URL = await migrated("copy")
  const path = DATABASE_URL.slice("sqlite:".length)
  const before = installationOf(path)

  const { code, stdout } = await run([RENEW], { DATABASE_URL })
  const id = installationOf(path)
  assert.notEqual(id, before)
  assert.deepEqual([code, stdout.includes(id)], [0, true])
})

test("an address that is none of this machine's is named in one line", async () => {
  const DATABASE_URL = await migrated("address")

  await refused(WEB, { DATABASE_URL, HOST: "192.0.2.1" }, '^HOST is "192.0.2.1"')
  await refused(WEB, { DATABASE_URL, HOST: "nowhere.invalid" }, '^HOST is "nowhere.invalid"')
})

test("a plain copy of the file has everything, as soon as the app is ready", async () => {
  const path = join(directory, "copied.sqlite3")
  const code = `
    import { copyFileSync } from "node:fs"
    import { database } from "./db/index.ts"
    import { prepareDatabase } from "./db/prepare_database.ts"
    await prepareDatabase({ migrate: true })
    await database.migrate.down()
    await database("users").insert({ fullName: "Ada", email: "a@b.c", passwordDigest: "", createdAt: 0, updatedAt: 0 })
    await prepareDatabase({ migrate: true })
    copyFileSync("${path}", "${path}.copy")
    const [{ journalMode }] = await database.raw("PRAGMA journal_mode")
    if (journalMode !== "wal") throw new Error(journalMode)
    await database.destroy()`
  const { code: exit, stderr } = await run(["--input-type=module", "--eval", code], {
    DATABASE_URL: `sqlite:${path}`,
  })
  assert.equal(exit, 0, stderr)

  const copy = new DatabaseSync(`${path}.copy`)
  assert.equal(copy.prepare("SELECT count(*) AS users FROM users").get()?.users, 1)
  copy.close()
})

/** A migrated database that a process has open, with writes that only its log has. */
async function inUse() {
  const path = (await migrated(`in_use_${Math.random()}`)).slice("sqlite:".length)
  const database = new DatabaseSync(path)
  after(() => database.close())
  database.exec("PRAGMA journal_mode = WAL")
  database.exec("CREATE TABLE written_last (id INTEGER)")

  const copy = `${path}.copy`
  await cp(path, copy)
  await cp(`${path}-wal`, `${copy}-wal`)
  return copy
}

function installationOf(path: string) {
  const database = new DatabaseSync(path)
  const rows = database.prepare("SELECT id FROM installation").all()
  database.close()
  assert.equal(rows.length, 1)
  return String(rows[0]?.id)
}

async function migrated(name: string) {
  const home = join(directory, name)
  await mkdir(home)
  const url = await createDatabase(home)
  await migrate(url)
  return url
}

async function refused(program: string, env: Record<string, string>, sentence: string) {
  const { code, stdout, stderr } = await run([program], env)

  assert.match(stderr, new RegExp(sentence.replaceAll("(", "\\(")))
  assert.deepEqual([code, stdout, stderr.split("\n").length], [1, "", 2], stderr)
  assert.doesNotMatch(stderr, /opensesame/)
}

/** What starts all the same is stopped: nothing was refused. */
function run(args: string[], env: Record<string, string>) {
  const options = { cwd: ROOT, env: { PATH: process.env.PATH, NODE_ENV: "test", PORT: "0", ...env } }
  const { promise, resolve } = Promise.withResolvers<{ code: unknown; stdout: string; stderr: string }>()

  const child = execFile(process.execPath, args, options, (error, stdout, stderr) =>
    resolve({ code: error?.code ?? 0, stdout, stderr }),
  )
  child.stdout?.on("data", (text) => /Listening|ready/.test(text) && child.kill())
  return promise
}
