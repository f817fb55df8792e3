const POSITION = /^\d{1,15}-\d{1,16}$/

/** Whether it reads `<milliseconds>-<sequence>`, the form of a Redis Stream's ids. */
export function isPosition(text: string) {
  return POSITION.test(text)
}

/** Negative when `a` is the earlier, positive when it is the later, 0 when they are the same. */
export function comparePositions(a: string, b: string) {
  return a.length === b.length && a.indexOf("-") === b.indexOf("-") ? compareTexts(a, b) : compareParts(a, b)
}

// Nearly all are as long as each other, and then their digits are in order where the numbers are.
function compareTexts(a: string, b: string) {
  return Number(a > b) - Number(a < b)
}

function compareParts(a: string, b: string) {
  const [millisecondsA, sequenceA] = parts(a)
  const [millisecondsB, sequenceB] = parts(b)

  return millisecondsA - millisecondsB || sequenceA - sequenceB
}

export function earlierPosition(a: string, b: string) {
  return comparePositions(a, b) < 0 ? a : b
}

export function laterPosition(a: string, b: string) {
  return comparePositions(a, b) > 0 ? a : b
}

/** A position with nothing between it and `position`: no millisecond has as many frames as this sequence. */
export function positionBefore(position: string) {
  const [milliseconds, sequence] = parts(position)

  if (sequence > 0) {
    return `${milliseconds}-${sequence - 1}`
  } else {
    return `${milliseconds - 1}-${Number.MAX_SAFE_INTEGER}`
  }
}

function parts(position: string) {
  return position.split("-").map(Number) as [number, number]
}
