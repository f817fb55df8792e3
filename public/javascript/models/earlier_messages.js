const WRITTEN = "[data-status=queued], [data-status=in_progress]"

// What the page behind a link to earlier messages has for the link's place; undefined where it can't be had.
export async function earlierMessages(link) {
  const list = (await fetchPage(link.href))?.querySelector(".messages")

  if (list) {
    const isWritten = list.querySelector(WRITTEN) !== null
    return { nodes: [...list.childNodes], cursor: list.dataset.cursor, isWritten }
  }
}

// Goes back in a list, page by page, until it holds the message with this id.
export async function goBackTo(id, list) {
  const link = list.querySelector("[data-earlier-target=link]")
  const earlier = link && !list.querySelector(`#${id}`) && (await earlierMessages(link))

  if (earlier) {
    link.parentElement.replaceWith(...earlier.nodes)
    await goBackTo(id, list)
  }
}

async function fetchPage(url) {
  try {
    const response = await fetch(url, { headers: { Accept: "text/html" } })
    return new DOMParser().parseFromString(await response.text(), "text/html")
  } catch {
    // Without a network the link stays.
  }
}
