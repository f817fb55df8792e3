import assert from "node:assert/strict"
import { after, test } from "node:test"
import { launchBrowser } from "../support/chromium.ts"
import type { Answer } from "./support/answer.ts"
import { BrowserReader } from "./support/browser_reader.ts"
import { startDrills } from "./support/drill_stage.ts"

const TERMS = { tokens: 500, pace: [16, 20] } as const
const DROPPING = 4
const DROPS = 5
const RELOADS = 10
const JOINS = 5

const [on, browser] = await Promise.all([startDrills(), launchBrowser()])
after(async () => {
  await browser.close()
  await on.close()
})

test("Chromium's sockets dropped, pages reloaded, tabs opened at random tokens: all show the same", async (t) => {
  const drill = on.drill(t)
  const [answer] = (await drill.prepare(1, TERMS)) as [Answer]
  const open = () => BrowserReader.open(t, browser, on.stage.author, answer.scene.thread)
  const reloading = await open()
  const dropping = await Promise.all(Array.from({ length: DROPPING }, open))
  const readers = [reloading, ...dropping]

  await Promise.all([
    drill.atTokens(RELOADS, answer, () => reloading.reload()),
    drill.atTokens(JOINS, answer, async () => readers.push(await reloading.inAnotherTab())),
    ...dropping.map((reader) => drill.atTokens(DROPS, answer, () => reader.drop())),
    drill.begin(),
  ])
  await drill.allEnd({ status: "completed" })

  const pages = await Promise.all(readers.map((reader) => reader.reads(answer)))
  assert.equal(new Set(pages).size, 1)
  const looks = readers.reduce((sum, { texts }) => sum + texts.length, 0)
  drill.report(
    `${DROPPING * DROPS} drops, ${RELOADS} reloads and ${JOINS} joins in Chromium, ${looks} texts witnessed`,
  )
})
