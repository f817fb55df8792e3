import type { World } from "../world.ts"

/** A line of the table. */
export type Row = {
  measure: string
  yardstick: string
  ours: string
  ratio: string
  reach: string
  /** Undefined where there is nothing to reach. */
  reached?: boolean
}

export type Measured<Figures = unknown> = { rows: Row[]; figures: Figures }
export type Measure = (world: World) => Promise<Measured>

export function ms(milliseconds: number) {
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`
}

export function times(ratio: number) {
  return `${ratio.toFixed(ratio < 10 ? 2 : 0)} ×`
}

export function more(milliseconds: number) {
  return `${milliseconds < 0 ? "−" : "+"}${ms(Math.abs(milliseconds))}`
}
