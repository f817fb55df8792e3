import assert from "node:assert/strict"
import { once } from "node:events"
import { existsSync } from "node:fs"
import { mkdtemp } from "node:fs/promises"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import { TestProcess } from "./test_process.ts"
import { until } from "./until.ts"

const HERE = import.meta.dirname

test("waiting for a line ends with what it says", async () => {
  const child = new TestProcess("sh", ["-c", "echo Listening on 4711; exec sleep 600"])
  const [, port] = await child.printed(/Listening on (\d+)/)
  await child.stop()

  assert.equal(port, "4711")
  assert.equal(child.process.signalCode, "SIGTERM")
})

test("a process that ends too early tells what it printed", async () => {
  await assert.rejects(
    new TestProcess("sh", ["-c", "echo no such table >&2; exit 1"]).printed(/Listening/),
    /no such table/,
  )
})

test("a command that is not there is an error with its name", async () => {
  await assert.rejects(new TestProcess("no-such-command", []).printed(/Listening/), /no-such-command ENOENT/)
})

test("stopping what has stopped already changes nothing", async () => {
  const child = new TestProcess("true", [])
  await once(child.process, "close")
  await child.stop()

  assert.equal(child.process.exitCode, 0)
})

test("a killed test takes its processes and their directories with it", async () => {
  const directory = await mkdtemp(join(tmpdir(), "storytellers-"))
  const program = `
    import { startRedis } from "${HERE}/redis.ts"
    import { TestProcess } from "${HERE}/test_process.ts"
    const redis = await startRedis()
    new TestProcess("sleep", ["600"], { directory: "${directory}" })
    console.log(redis.url)`
  const killed = new TestProcess(process.execPath, ["--input-type=module", "--eval", program])
  const [url] = await killed.printed(/redis:.*/)
  await killed.stop("SIGKILL")

  await until(() => !existsSync(directory))
  await until(async () => !(await accepts(url)))
})

async function accepts(url: string) {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)

  try {
    await once(socket, "connect")
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
