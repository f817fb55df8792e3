const readable = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "medium",
  timeStyle: "short",
  timeZone: "UTC",
})

/** In UTC, until the browser puts it into the reader's time zone. Safe HTML. */
export function timeTag(date: Date) {
  const script = `data-controller="local-time" data-action="turbo:morph-element->local-time#show"`
  return `<time datetime="${date.toISOString()}" ${script}>${readable.format(date)} UTC</time>`
}
