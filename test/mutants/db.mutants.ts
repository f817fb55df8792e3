import { mutantsOf } from "./support/mutant.ts"

export const MUTANTS = [
  ...mutantsOf(
    "db/checkpoints.ts",
    ["test/db/checkpoints.test.ts"],
    [
      {
        promise: "a checkpoint does not disturb what is being written",
        find: "(isAtRest || now - this.#last >= LONGEST)",
        replace: "(true || now - this.#last >= LONGEST)",
      },
      {
        promise: "a checkpoint comes once a minute where something is always being written",
        find: "(isAtRest || now - this.#last >= LONGEST)",
        replace: "isAtRest",
      },
      {
        promise: "a checkpoint that a reader held up is made up for",
        find: "return log === checkpointed",
        replace: "return log >= checkpointed",
      },
    ],
  ),
  ...mutantsOf(
    "db/prepare_database.ts",
    ["test/boot.test.ts"],
    [
      {
        promise: "a database that lost its tables is not begun anew",
        find: "if (wasInUse && tables === 0)",
        replace: "if (false && wasInUse && tables === 0)",
      },
      {
        promise: "a database whose file is missing is not begun anew",
        find: "if (lacksItsFile(path))",
        replace: "if (false)",
      },
      {
        promise: "a database of a newer version is refused",
        find: "if (newer.length > 0)",
        replace: "if (newer.length > 1)",
      },
      {
        promise: "a process that does not migrate refuses an older database",
        find: "toDo.length > 0 && !migrate",
        replace: "toDo.length > 0 && migrate === undefined",
      },
      {
        promise: "a copy of the file has what was migrated",
        find: `  await database.raw("PRAGMA wal_checkpoint(TRUNCATE)")
`,
        replace: "",
      },
      {
        promise: "who reads waits for nobody who writes",
        find: `  await database.raw("PRAGMA journal_mode = WAL")
`,
        replace: "",
      },
    ],
  ),
  ...mutantsOf(
    "db/settings.ts",
    ["test/boot.test.ts"],
    [
      {
        promise: "a database that was never migrated is not taken for one that lost its tables",
        find: `connection.pragma("page_count", { simple: true }) !== 0`,
        replace: "true",
      },
    ],
  ),
  ...mutantsOf(
    "server/open_database.ts",
    ["test/boot.test.ts"],
    [
      {
        promise: "an incomplete database is refused",
        find: "for (const record of RECORDS) await assertColumns(record)",
        replace: "for (const record of RECORDS.slice(0, 1)) await assertColumns(record)",
      },
    ],
  ),
]
