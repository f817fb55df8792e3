const UNWILLING = "The server could not take your words. They are still here: send them again in a moment."

// The sentence on an error page of ours; a proxy's page has none.
export async function refusalSentence(fetchResponse) {
  const html = (await fetchResponse.responseHTML) ?? ""
  const page = new DOMParser().parseFromString(html, "text/html")
  return page.querySelector("[data-sentence]")?.textContent ?? UNWILLING
}
