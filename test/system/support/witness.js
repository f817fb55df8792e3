// Runs in every page before all else, and writes down each text that the last answer shows.
window.witnessed = []

function note() {
  const answer = document.querySelector("[data-role=assistant]:last-child .message__content")
  const text = answer?.textContent ?? ""
  if (text !== window.witnessed.at(-1)) window.witnessed.push(text)
}

new MutationObserver(note).observe(document, { childList: true, subtree: true, characterData: true })
