import type { InlineMarker } from "./inline_marker.ts"

/** The markers of inline Markdown whose other half has not come yet. */
export class OpenMarkers {
  readonly #markers: InlineMarker[] = []
  /** Where among them those of one kind are, so that the last is found without looking at all. */
  readonly #places = new Map<string, number[]>()

  get all(): readonly InlineMarker[] {
    return this.#markers
  }

  open(marker: InlineMarker) {
    const kind = kindOf(marker)
    const places = this.#places.get(kind) ?? []
    places.push(this.#markers.length)
    this.#places.set(kind, places)
    this.#markers.push(marker)
  }

  /** Emphasis inside the brackets that is open by then stands for itself. */
  closeBracket() {
    const index = this.#places.get("[")?.at(-1)
    return index === undefined ? undefined : this.#leave(index)
  }

  /** The label of a link that is open is shorter by what does not show of it: the address of a picture. */
  hide(length: number) {
    for (const marker of this.#markers) marker.hidden += length
  }

  emphasise(marker: InlineMarker) {
    while (marker.canClose && marker.text) {
      const index = this.#places.get(kindOf(marker))?.at(-1)
      const opener = this.#markers[index ?? -1]
      if (index === undefined || !opener) break

      const width = Math.min(opener.text.length, marker.text.length, 2)
      marker.text = marker.text.slice(width)
      opener.text = opener.text.slice(width)
      this.#leave(opener.text ? index + 1 : index)
    }

    if (marker.canOpen && marker.text) this.open(marker)
  }

  /** Only so many stay open; returns the first of the others. */
  #leave(count: number) {
    for (const places of this.#places.values()) {
      while ((places.at(-1) ?? -1) >= count) places.pop()
    }
    return this.#markers.splice(count)[0]
  }
}

function kindOf(marker: InlineMarker) {
  return marker.isBracket ? "[" : (marker.text[0] ?? "")
}
