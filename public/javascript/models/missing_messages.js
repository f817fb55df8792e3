const asked = new Set()

/**
 * Whether these streams are about a message that belongs on this page, but never came: its coming may have been lost.
 * One that stands on a page of earlier messages is missing by right, and each is asked for once, so that a page does
 * not refresh itself again and again.
 */
export function lacksMessage(streams) {
  const missing = streams.filter(isMissing).map(({ target }) => target)
  const news = missing.filter((id) => !asked.has(id))

  for (const id of news) asked.add(id)
  return news.length > 0
}

function isMissing({ action, target, templateContent }) {
  return action === "replace" && !document.getElementById(target) && isOfThisPage(templateContent)
}

// Messages stand in the order of their places.
function isOfThisPage(content) {
  const place = content.querySelector("[data-place]")?.dataset.place
  const first = document.querySelector("[data-place]")?.dataset.place

  return place !== undefined && (first === undefined || Number(place) >= Number(first))
}
