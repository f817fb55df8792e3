/**
 * The answer to a form and the cable may both add the same element, late or replayed. What stands on the page is
 * never older than a stream that adds the same id: it stays, where Turbo would put the older one in its place.
 */
addEventListener("turbo:before-stream-render", ({ detail }) => {
  const { render } = detail

  detail.render = async (stream) => {
    if (!isShown(stream)) await render(stream)
  }
})

function isShown(stream) {
  const list = listOf(stream)

  if (list) {
    const { children, childNodes } = stream.templateContent
    const text = [...childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())

    return children.length > 0 && !text && [...children].every(({ id }) => id && has(list, id))
  } else {
    return false
  }
}

function listOf({ action, target }) {
  const element = document.getElementById(target)

  if (action === "append") {
    return element
  } else if (action === "after") {
    return element?.parentElement
  }
}

function has(list, id) {
  return list.querySelector(`#${CSS.escape(id)}`) !== null
}
