import { StreamPage } from "../../support/stream_page.ts"

/** The page of one message, with what is in it by now. */
export function pageOf(content: string) {
  return new StreamPage(`<div id="message_1_content">${content}</div>`)
}

/** Without ids of growing blocks, and without white space that does not show. */
export function html(page: StreamPage) {
  return page.html
    .replace(/ id="m1-\w+"/g, "")
    .replace(/>\s+/g, ">")
    .replace(/\s+</g, "<")
}

export function visible(page: StreamPage) {
  return page.text.replace(/\s/g, "")
}
