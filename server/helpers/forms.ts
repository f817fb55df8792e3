import ejs from "ejs"
import type { Errors } from "../lib/errors.ts"

type Value = string | number

/** Values, or values with what they are called. Safe HTML. */
export function options(choices: readonly (Value | readonly [Value, string])[], selected: Value | undefined) {
  return choices.map((choice) => option(choice, selected)).join("")
}

/** What is wrong with a field, for right below it. Safe HTML. */
export function fieldErrors(errors: Errors, field: string, id: string) {
  const sentences = errors
    .on(field)
    .map((sentence) => ejs.escapeXML(sentence))
    .join(" ")
  return sentences && `<p class="field__error" id="${errorId(id)}">${sentences}</p>`
}

/** What is wrong with the whole of a record. Safe HTML. */
export function formErrors(errors: Errors) {
  const sentences = errors
    .on("base")
    .map((sentence) => ejs.escapeXML(sentence))
    .join(" ")
  return sentences && `<p class="form__error" role="alert">${sentences}</p>`
}

/** The attributes that tie a field to its hint and to what is wrong with it; the first with an error gets the focus. */
export function describedBy(errors: Errors, field: string, id: string, hintId?: string) {
  const invalid = errors.on(field).length > 0
  const ids = [hintId, invalid && errorId(id)].filter(Boolean).join(" ")
  return [invalid && `aria-invalid="true" autofocus`, ids && `aria-describedby="${ids}"`]
    .filter(Boolean)
    .join(" ")
}

function option(choice: Value | readonly [Value, string], selected: Value | undefined) {
  const [value, name] = typeof choice === "object" ? choice : [choice, String(choice)]
  const state = value === selected ? " selected" : ""
  return `<option value="${ejs.escapeXML(String(value))}"${state}>${ejs.escapeXML(name)}</option>`
}

function errorId(id: string) {
  return `${id}_error`
}
