/**
 * The answer to a form and the cable may both append the same element, late or replayed. What stands on the
 * page is never older than an append of the same id: it stays.
 */
addEventListener("turbo:before-stream-render", ({ detail }) => {
  const { render } = detail

  detail.render = async (stream) => {
    if (!isShown(stream)) await render(stream)
  }
})

function isShown(stream) {
  const target = stream.action === "append" && document.getElementById(stream.target)

  if (target) {
    const { children, childNodes } = stream.templateContent
    const text = [...childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())

    return children.length > 0 && !text && [...children].every(({ id }) => id && has(target, id))
  } else {
    return false
  }
}

function has(target, id) {
  return target.querySelector(`#${CSS.escape(id)}`) !== null
}
