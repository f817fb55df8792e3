import assert from "node:assert/strict"
import { test } from "node:test"
import { turboStream } from "../../server/turbo/turbo_stream.ts"

test("the content stands in a template, as it is", () => {
  assert.equal(
    turboStream("append", { target: "messages", html: `<p title="a">b &amp; c</p>` }),
    `<turbo-stream action="append" target="messages"><template><p title="a">b &amp; c</p></template></turbo-stream>`,
  )
})

test("removing and refreshing need no template", () => {
  assert.equal(
    turboStream("remove", { target: "m" }),
    `<turbo-stream action="remove" target="m"></turbo-stream>`,
  )
  assert.equal(turboStream("refresh"), `<turbo-stream action="refresh"></turbo-stream>`)
})

test("a replacement without content is an empty template", () => {
  assert.match(turboStream("update", { target: "m" }), /<template><\/template>/)
})

test("no attribute can be left", () => {
  const html = turboStream("replace", { target: `"><script>&`, targets: `[id="a"] > b` })

  assert.equal(
    html,
    `<turbo-stream action="replace" target="&quot;&gt;&lt;script&gt;&amp;" targets="[id=&quot;a&quot;] &gt; b"><template></template></turbo-stream>`,
  )
})
