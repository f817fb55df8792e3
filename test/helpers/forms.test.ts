import assert from "node:assert/strict"
import { test } from "node:test"
import { describedBy, fieldErrors, formErrors, options } from "../../server/helpers/forms.ts"
import { Errors } from "../../server/lib/errors.ts"

test("the selected option is the one chosen", () => {
  assert.equal(
    options(["luna", "terra"], "terra"),
    `<option value="luna">luna</option><option value="terra" selected>terra</option>`,
  )
})

test("an option may be called otherwise than its value", () => {
  assert.equal(options([[7, "Ada"]], 7), `<option value="7" selected>Ada</option>`)
})

test("names cannot leave their option", () => {
  assert.equal(
    options([[1, `</option><script>"`]], undefined),
    `<option value="1">&lt;/option&gt;&lt;script&gt;&#34;</option>`,
  )
})

test("values cannot leave their option", () => {
  assert.equal(
    options([`" onclick="alert(1)`, ["<b>", "Bold"]], undefined),
    `<option value="&#34; onclick=&#34;alert(1)">&#34; onclick=&#34;alert(1)</option>` +
      `<option value="&lt;b&gt;">Bold</option>`,
  )
})

test("a field without errors says nothing", () => {
  assert.equal(fieldErrors(new Errors(), "name", "storyteller_name"), "")
  assert.equal(describedBy(new Errors(), "name", "storyteller_name"), "")
})

test("a field's errors stand in one paragraph that the field points to", () => {
  const errors = new Errors()
  errors.add("name", "Give it a name.")
  errors.add("name", "Not <that> one.")

  assert.equal(
    fieldErrors(errors, "name", "storyteller_name"),
    `<p class="field__error" id="storyteller_name_error">Give it a name. Not &lt;that&gt; one.</p>`,
  )
  assert.equal(
    describedBy(errors, "name", "storyteller_name", "storyteller_name_hint"),
    `aria-invalid="true" autofocus aria-describedby="storyteller_name_hint storyteller_name_error"`,
  )
})

test("a hint describes its field also when nothing is wrong", () => {
  assert.equal(describedBy(new Errors(), "name", "storyteller_name", "hint"), `aria-describedby="hint"`)
})

test("what is wrong with the whole of a record is announced", () => {
  const errors = new Errors()
  errors.add("base", "The provider can't be reached.")

  assert.equal(
    formErrors(errors),
    `<p class="form__error" role="alert">The provider can&#39;t be reached.</p>`,
  )
})
