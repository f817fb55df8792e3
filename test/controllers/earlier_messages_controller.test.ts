import assert from "node:assert/strict"
import { test } from "node:test"
import { getAttributeValue, textContent } from "domutils"
import { Client, signedUp } from "../support/client.ts"
import { elements } from "../support/html.ts"
import { tellLong } from "../support/long_thread.ts"
import { openApp } from "../support/open_app.ts"
import { createStoryteller, idOf, openThread } from "../support/story_forms.ts"
import { until } from "../support/until.ts"

const { url, database } = await openApp()
const shahrazad = await signedUp(url, "Shahrazad")
const stranger = await signedUp(url, "Stranger")
await createStoryteller(shahrazad)

test("a thread shows its last 25 questions and leads to earlier ones, and from the first ones nowhere", async () => {
  const path = await longThread(60)

  const newest = await page(path)
  assert.deepEqual(newest.said, story(36, 60))
  const earlier = await page(newest.earlier)
  assert.deepEqual(earlier.said, story(11, 35))
  assert.match(earlier.text, new RegExp(`<a href="${path}">Newest messages</a>`))
  const first = await page(earlier.earlier)
  assert.deepEqual(first.said, story(1, 10))
  assert.equal(first.earlier, "")
})

test("a thread of 25 questions has no earlier ones", async () => {
  const { said, earlier } = await page(await longThread(25))

  assert.deepEqual([said.length, earlier], [50, ""])
})

test("further tries stand on the page of their question", async () => {
  const path = await longThread(30, { status: "failed" })
  const [run] = await database("ai_engine_runs")
    .where({ assistantThreadId: idOf(path) })
    .orderBy("id")
  assert.equal((await shahrazad.post(`/runs/${run.id}/retry`)).status, 303)
  await until(() =>
    database("ai_engine_runs")
      .where({ assistantThreadId: idOf(path), status: "completed" })
      .first(),
  )

  const newest = await page(path)
  const { said } = await page(newest.earlier)

  assert.deepEqual(newest.said, story(6, 30))
  assert.equal(said.length, 11)
  assert.deepEqual(said.slice(0, 2), story(1, 1))
  assert.match(said[2] ?? "", /Lighthouse/)
  assert.deepEqual(said.slice(3), story(2, 5))
})

test("the page of what was said before an answer ends above its question", async () => {
  const path = await longThread(3)
  const [answer] = await database("ai_engine_messages").where({
    assistantThreadId: idOf(path),
    content: "Answer 3",
  })

  assert.deepEqual((await page(`${path}/earlier_messages?before=${answer.id}`)).said, story(1, 2))
})

test("before what is not in the thread there is nothing", async () => {
  const path = await longThread(1)
  const [elsewhere] = await database("ai_engine_messages").whereNot({ assistantThreadId: idOf(path) })

  for (const query of ["", "?before=", "?before=x", "?before[]=1", "?before=-1", "?before=99999999999"]) {
    assert.equal((await shahrazad.get(`${path}/earlier_messages${query}`)).status, 404, query)
  }
  assert.equal((await shahrazad.get(`${path}/earlier_messages?before=${elsewhere.id}`)).status, 404)
})

test("a stranger's are not there, and guests are asked to sign in", async () => {
  const { earlier } = await page(await longThread(26))

  const { status, text } = await stranger.get(earlier)
  assert.equal(status, 404)
  assert.doesNotMatch(text, /Question/)
  assert.equal(
    (await new Client(url).get(earlier)).location,
    `/session/new?return_to=${encodeURIComponent(earlier)}`,
  )
})

async function longThread(questions: number, run?: { status: string }) {
  const path = await openThread(shahrazad)
  await tellLong(database, Number(idOf(path)), questions, run)
  return path
}

/** What is said on a page, in order, and where its link to earlier messages leads. */
async function page(path: string) {
  const { status, text } = await shahrazad.get(path)
  assert.equal(status, 200)
  const contents = elements(text, "div").filter(({ attribs }) =>
    attribs.class?.startsWith("message__content"),
  )
  const link = elements(text, "a").find((anchor) => textContent(anchor) === "Earlier messages")
  return {
    text,
    said: contents.map((content) => textContent(content).trim()),
    earlier: (link && getAttributeValue(link, "href")) ?? "",
  }
}

function story(from: number, to: number) {
  const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index)
  return numbers.flatMap((number) => [`Question ${number}`, `Answer ${number}`])
}
