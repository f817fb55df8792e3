import assert from "node:assert/strict"
import { execFile } from "node:child_process"
import { join } from "node:path"
import { test } from "node:test"
import { promisify } from "node:util"

const ROOT = join(import.meta.dirname, "../..")
const SECRET_KEY_BASE = "x".repeat(32)

test("a field never takes the place of what a line says of itself", async () => {
  const [line] = await logged(`logger.info("It happened.", { message: "no", level: "no", time: 0, msg: 1 })`)

  assert.partialDeepStrictEqual(line, {
    message: "It happened.",
    level: "info",
    _message: "no",
    _level: "no",
  })
  assert.deepEqual([line._time, line.msg], [0, 1])
  assert.ok(Date.parse(line.time) > 0)
})

test("an error is logged with its stack, on the one line", async () => {
  const [line] = await logged(`logger.warn("It failed.", { error: new Error("broken\\nin two") })`)

  assert.match(line.error, /^Error: broken\nin two\n +at /)
})

test("lines say what they were logged for, also after a wait, and not afterwards", async () => {
  const lines = await logged(`
    await withLogContext({ requestId: "one" }, async () => {
      await new Promise(setImmediate)
      addToLogContext({ userId: 7 })
      logger.info("within", { runId: 3 })
    })
    logger.info("afterwards")`)

  assert.partialDeepStrictEqual(lines[0], { message: "within", requestId: "one", userId: 7, runId: 3 })
  assert.deepEqual(Object.keys(lines[1]), ["level", "time", "message"])
})

test("in development a line is for people", async () => {
  const output = await run(`logger.info("Ready.", { port: 3000 }); logger.warn("Careful.")`, {})

  assert.equal(output, "Ready. port=3000\nwarn: Careful.\n")
})

test("what is below the level is not said", async () => {
  assert.equal(await run(`logger.info("a"); logger.error("b")`, { LOG_LEVEL: "silent" }), "")
  assert.equal(await run(`logger.info("a"); logger.warn("b")`, { LOG_LEVEL: "warn" }), "warn: b\n")
})

async function logged(code: string) {
  const output = await run(code, { NODE_ENV: "production", SECRET_KEY_BASE })
  return output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
}

async function run(code: string, env: Record<string, string>) {
  const imports = `
    import { logger } from "./server/lib/logger.ts"
    import { addToLogContext, withLogContext } from "./server/lib/log_context.ts"`
  const args = ["--input-type=module", "--eval", `${imports}\n${code}`]
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, {
    cwd: ROOT,
    env: { PATH: process.env.PATH, ...env },
  })
  return stdout + stderr
}
