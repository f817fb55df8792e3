import assert from "node:assert/strict"
import { after, test } from "node:test"
import { Redis } from "ioredis"
import { Scene } from "../jobs/support/scene.ts"
import { Stage } from "../jobs/support/stage.ts"
import { startApp } from "../support/app_server.ts"
import { signedUp } from "../support/client.ts"
import { startRedis } from "../support/redis.ts"
import { startScriptedOpenAI } from "../support/scripted_openai.ts"
import { createStoryteller, openThread } from "../support/story_forms.ts"
import { until } from "../support/until.ts"

const QUESTIONS = 4
const WORDS = 60

const redis = await startRedis()
const stages = await Promise.all([settled(), settled()])
after(async () => {
  for (const stage of stages) await stage.close()
  await redis.stop()
})

test("two installations on one Redis, each streaming in its thread 1: nothing crosses", async (t) => {
  const sides = await Promise.all(
    stages.map(async (stage, index) => {
      const scene = new Scene(t, stage, await openThread(stage.author))
      const name = index === 0 ? "ours" : "theirs"
      const seen = new Set<string>()
      const watchers = await Promise.all(
        [1, 2, 3].map(() => scene.watch(undefined, ({ messages }) => seen.add(messages.join("")))),
      )
      return { stage, scene, name, seen, watchers }
    }),
  )
  assert.deepEqual(new Set(sides.map(({ scene }) => scene.thread)), new Set(["/assistant_threads/1"]))

  for (let number = 1; number <= QUESTIONS; number++) {
    await Promise.all(
      sides.map(async ({ stage, scene, name, watchers }) => {
        const words = Array.from({ length: WORDS }, (_, word) => `${name}-${number}-${word}`)
        stage.openai.script(async (reply) => {
          for (const word of words) {
            await reply.turn()
            reply.say(`${word} `)
          }
          reply.complete({ input: 1, output: WORDS })
        })
        await scene.send(`A question of ${name}, number ${number}?`)
        const told = `completed: ${words.join(" ")}`
        await until(() => watchers.every(({ answers }) => answers[number - 1]?.trim() === told))
      }),
    )
  }

  const [ours, theirs] = sides
  for (const [one, other] of [
    [ours, theirs],
    [theirs, ours],
  ]) {
    assert.ok(one && other && one.seen.size > QUESTIONS)
    for (const page of one.seen) assert.doesNotMatch(page, new RegExp(`${other.name}\\b`))
    assert.equal(one.stage.openai.requests.length, QUESTIONS)
    assert.equal((await one.scene.answers()).length, QUESTIONS)
    assert.doesNotMatch(one.stage.app.log, /^(warn|error):/m)
  }
})

test("all that they keep in Redis carries the name of one or the other", async () => {
  const ids = await Promise.all(
    stages.map(async ({ database }) => (await database("installation").first()).id),
  )
  const client = new Redis(redis.url)
  const names = [...(await client.keys("*")), ...((await client.pubsub("CHANNELS")) as string[])]
  client.disconnect()

  for (const id of ids) assert.ok(names.some((name) => name.startsWith(`storytellers:${id}:`)))
  const ofNobody = names.filter((name) => !ids.some((id) => name.startsWith(`storytellers:${id}:`)))
  assert.deepEqual(ofNobody, [])
})

/** An app of its own, but for the Redis. */
async function settled() {
  const openai = await startScriptedOpenAI()
  const env = { OPENAI_BASE_URL: openai.url, REDIS_URL: redis.url }
  const app = await startApp({ env, worker: true })
  const author = await signedUp(app.url)
  await createStoryteller(author)
  return new Stage(app, { ...env, DATABASE_URL: app.databaseUrl }, openai, author)
}
