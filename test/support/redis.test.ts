import assert from "node:assert/strict"
import { once } from "node:events"
import { connect } from "node:net"
import { test } from "node:test"
import { startRedis } from "./redis.ts"

test("a Redis answers, comes back empty at the same port, and stops", async (t) => {
  const redis = await startRedis()
  t.after(() => redis.stop())
  assert.equal(await ask(redis.url, "SET name Scheherazade"), "+OK")

  await redis.kill()
  await assert.rejects(ask(redis.url, "PING"), { code: "ECONNREFUSED" })

  await redis.restart()
  assert.equal(await ask(redis.url, "GET name"), "$-1")

  await redis.stop()
  assert.equal(redis.process.signalCode, "SIGKILL")
})

test("a paused Redis answers as soon as it is resumed", async (t) => {
  const redis = await startRedis()
  t.after(() => redis.stop())

  redis.pause()
  const answer = ask(redis.url, "PING")
  redis.resume()

  assert.equal(await answer, "+PONG")
})

async function ask(url: string, command: string) {
  const socket = connect(Number(new URL(url).port), "127.0.0.1")
  socket.setEncoding("utf8").write(`${command}\r\n`)

  try {
    const [answer] = await once(socket, "data")
    return answer.split("\r\n")[0]
  } finally {
    socket.destroy()
  }
}
