type Axis = {
  label: string
  /** Of the marks; the first and the last are the axis's ends. */
  marks: number[]
  describe: (value: number) => string
}

export type Line = {
  name: string
  color: "ours" | "other" | "yardstick"
  dashed?: boolean
  points: [number, number][]
}

type Plot = { title: string; x: Axis; y: Axis; lines: Line[] }

const [WIDTH, HEIGHT] = [760, 420]
const FRAME = { left: 80, right: WIDTH - 150, top: 48, bottom: HEIGHT - 56 }
const LABEL_HEIGHT = 16

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #424a53 }
  .title { font-size: 15px; font-weight: 600; fill: #1f2328 }
  .grid { stroke: #d1d9e0; stroke-width: 1 }
  polyline { fill: none; stroke-width: 2.5; stroke-linejoin: round }
  .dashed { stroke-dasharray: 5 4 }
  .ours { stroke: #0969da; fill: #0969da } .other { stroke: #bc4c00; fill: #bc4c00 } .yardstick { stroke: #6e7781; fill: #6e7781 }
  polyline.ours, polyline.other, polyline.yardstick { fill: none }
  text.ours, text.other, text.yardstick { stroke: none }
  @media (prefers-color-scheme: dark) {
    text { fill: #c9d1d9 } .title { fill: #f0f6fc } .grid { stroke: #3d444d }
    .ours { stroke: #58a6ff; fill: #58a6ff } .other { stroke: #f0883e; fill: #f0883e } .yardstick { stroke: #9198a1; fill: #9198a1 }
  }`

/** An SVG with both axes logarithmic, on no background, so that it can be read on a light and on a dark one. */
export function plot({ title, x, y, lines }: Plot) {
  const across = scale(x.marks, FRAME.left, FRAME.right)
  const up = scale(y.marks, FRAME.bottom, FRAME.top)
  const place = ([one, other]: [number, number]) => `${across(one).toFixed(1)},${up(other).toFixed(1)}`

  const columns = x.marks.flatMap((mark) => [
    grid(across(mark), FRAME.top, across(mark), FRAME.bottom),
    words(across(mark), FRAME.bottom + 20, x.describe(mark), `text-anchor="middle"`),
  ])
  const rows = y.marks.flatMap((mark) => [
    grid(FRAME.left, up(mark), FRAME.right, up(mark)),
    words(FRAME.left - 10, up(mark) + 4, y.describe(mark), `text-anchor="end"`),
  ])
  const drawn = lines.map(({ color, dashed, points }) => {
    return `<polyline class="${color}${dashed ? " dashed" : ""}" points="${points.map(place).join(" ")}"/>`
  })

  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">
<style>${STYLE}
</style>
${words(FRAME.left, 24, title, `class="title"`)}
${[...columns, ...rows].join("\n")}
${words((FRAME.left + FRAME.right) / 2, HEIGHT - 12, x.label, `text-anchor="middle"`)}
${words(20, (FRAME.top + FRAME.bottom) / 2, y.label, `text-anchor="middle" transform="rotate(-90 20 ${(FRAME.top + FRAME.bottom) / 2})"`)}
${drawn.join("\n")}
${names(lines, up).join("\n")}
</svg>
`
}

/** At the lines' ends, one below the other where they would touch. */
function names(lines: Line[], up: (value: number) => number) {
  const wanted = lines.map((line) => ({ line, y: up(line.points.at(-1)?.[1] ?? 1) }))
  let least = Number.NEGATIVE_INFINITY

  return wanted
    .sort((one, other) => one.y - other.y)
    .map(({ line, y }) => {
      const place = Math.max(y, least)
      least = place + LABEL_HEIGHT
      return words(FRAME.right + 10, place + 4, line.name, `class="${line.color}"`)
    })
}

function scale(marks: number[], start: number, end: number) {
  const [least, most] = [Math.log(Math.min(...marks)), Math.log(Math.max(...marks))]
  return (value: number) => start + ((Math.log(value) - least) / (most - least)) * (end - start)
}

function grid(x1: number, y1: number, x2: number, y2: number) {
  return `<line class="grid" x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}"/>`
}

function words(x: number, y: number, text: string, attributes = "") {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${attributes}>${text}</text>`
}
