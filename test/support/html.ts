import assert from "node:assert/strict"
import type { Element } from "domhandler"
import { getElementById, getElementsByTagName, textContent } from "domutils"
import { parseDocument } from "htmlparser2"

export function elements(html: string, name: string): Element[] {
  return getElementsByTagName(name, parseDocument(html))
}

/** Fails where there is none. */
export function element(html: string, id: string): Element {
  const found = getElementById(id, parseDocument(html))
  assert.ok(found, `There is no #${id} in: ${html}`)
  return found
}

export function textOf(html: string, id: string) {
  return textContent(element(html, id))
}

/** What a field holds, as a browser would send it. */
export function fieldValue(html: string, id: string) {
  const field = element(html, id)

  if (field.name === "textarea") {
    return textContent(field).replace(/^\n/, "")
  } else if (field.name === "select") {
    const options = getElementsByTagName("option", field)
    return (options.find(({ attribs }) => "selected" in attribs) ?? options[0])?.attribs.value
  } else {
    return field.attribs.value
  }
}

/** What is said to be wrong with a field, to those who see it and to those who hear it. */
export function errorOf(html: string, id: string) {
  const { attribs } = element(html, id)
  const described = attribs["aria-describedby"]?.split(" ") ?? []

  assert.equal(attribs["aria-invalid"], "true", `#${id} is not marked as invalid`)
  assert.ok(described.includes(`${id}_error`), `#${id} is not described by its error`)
  return textOf(html, `${id}_error`)
}
