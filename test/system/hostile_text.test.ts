import assert from "node:assert/strict"
import { test } from "node:test"
import { inParts } from "./support/in_parts.ts"
import { createStoryteller, startSystem } from "./support/system.ts"
import type { ThreadPage } from "./support/thread_page.ts"

const FORGED = `</template></turbo-stream><turbo-stream action="remove" targets=".composer"></turbo-stream>`
const HOSTILE = `<script>window.pwned = 1</script>

<img src="/nothing" onerror="window.pwned = 2"> <svg/onload="window.pwned = 3"> </textarea></div></article>

[a link](javascript:window.pwned=4) [another](JaVaScRiPt&colon;window.pwned=5) ![an image](x" onerror="window.pwned=6)

${FORGED}

\`\`\`html" onmouseover="window.pwned = 7
</code></pre>${FORGED}
\`\`\`

<style>body { display: none }</style> <iframe srcdoc="<script>parent.pwned = 8</script>"></iframe>

The end.`
const EXECUTABLE =
  "script, style, svg, img, iframe, turbo-stream, template, [onerror], [onload], [onmouseover], [href^=javascript i]"

const system = await startSystem()
const { openai } = system

test("what a reader and a model write is shown as text and does nothing, whenever one looks", async (t) => {
  const thread = await system.open(t, await system.author())
  const watching = await thread.inAnotherTab()
  const middle = HOSTILE.indexOf("another")

  openai.script(inParts(openai, HOSTILE.slice(0, middle), HOSTILE.slice(middle)))
  await thread.say(HOSTILE)
  for (const page of [thread, watching]) {
    await page.shows("window.pwned = 2")
    await harmless(page)
  }

  openai.release()
  await watching.shows("The end.")
  await harmless(watching)
  const late = await thread.inAnotherTab()
  await late.shows("The end.")
  await harmless(late)

  openai.release()
  for (const page of [thread, watching, late]) {
    await page.ends()
    await harmless(page)
  }
  assert.equal(await late.messages.locator("[data-role=user] .message__content").textContent(), HOSTILE)
  await late.page.reload()
  await harmless(late)
})

test("no name, title or draft leaves its element", async (t) => {
  const author = await system.author("<script>window.pwned=12</script>")
  await createStoryteller(author.client, `"><script>window.pwned = 9</script>`)
  const thread = await system.open(t, author)

  await thread.choose("Storyteller", `"><script>window.pwned = 9</script>`)
  await thread.say(`</title><script>window.pwned = 10</script>`)
  await thread.ends()
  await harmless(thread)
  await thread.composer.fill(`</textarea><script>window.pwned = 11</script>`)
  await thread.page.reload()
  await harmless(thread)
  assert.equal(await thread.composer.inputValue(), `</textarea><script>window.pwned = 11</script>`)

  for (const path of ["/assistant_threads", "/storytellers", `${author.path}/edit`]) {
    await thread.page.goto(path)
    assert.equal(await thread.page.evaluate("window.pwned"), undefined)
    assert.equal(await thread.page.locator(`body :is(${EXECUTABLE})`).count(), 0)
  }
})

async function harmless({ page, messages, composer }: ThreadPage) {
  assert.equal(await page.evaluate("window.pwned"), undefined)
  assert.equal(await page.locator(`body :is(${EXECUTABLE})`).count(), 0)
  assert.equal(await messages.locator("> *").count(), 2)
  assert.ok(await composer.isVisible())
}
