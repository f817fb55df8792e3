const THOUGHTS = "details.thinking"

/** What a reader has opened stays open, and the focus where it was, when a message is put in its place anew. */
addEventListener("turbo:before-stream-render", ({ detail }) => {
  const { render } = detail

  detail.render = async (stream) => {
    const places = [...document.querySelectorAll(THOUGHTS)].filter(isInUse).map(placeOf)
    await render(stream)
    for (const place of places) restore(place)
  }
})

addEventListener("turbo:before-morph-attribute", (event) => {
  if (event.target.matches(THOUGHTS) && event.detail.attributeName === "open") event.preventDefault()
})

function isInUse(thought) {
  return thought.open || isFocused(thought)
}

function isFocused(thought) {
  return document.activeElement === thought.querySelector("summary")
}

function placeOf(thought) {
  const message = thought.closest("[data-role]")
  const index = thoughtsOf(message).indexOf(thought)

  return { thought, id: message?.id, index, open: thought.open, focused: isFocused(thought) }
}

function restore({ thought, id, index, open, focused }) {
  const successor = thought.isConnected ? undefined : thoughtsOf(document.getElementById(id))[index]

  if (successor) {
    successor.open = open
    if (focused) successor.querySelector("summary").focus({ preventScroll: true })
  }
}

function thoughtsOf(message) {
  return [...(message?.querySelectorAll(THOUGHTS) ?? [])]
}
