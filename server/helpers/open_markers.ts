import type { InlineMarker } from "./inline_marker.ts"

/** The markers of inline Markdown whose other half has not come yet. */
export class OpenMarkers {
  readonly #markers: InlineMarker[] = []

  get all(): readonly InlineMarker[] {
    return this.#markers
  }

  open(marker: InlineMarker) {
    this.#markers.push(marker)
  }

  /** Emphasis inside the brackets that is open by then stands for itself. */
  closeBracket() {
    const index = this.#markers.findLastIndex((marker) => marker.isBracket)
    return index === -1 ? undefined : this.#markers.splice(index)[0]
  }

  /** The label of a link that is open is shorter by what does not show of it: the address of a picture. */
  hide(length: number) {
    for (const marker of this.#markers) marker.hidden += length
  }

  emphasise(marker: InlineMarker) {
    while (marker.canClose && marker.text) {
      const index = this.#markers.findLastIndex((opener) => opener.text[0] === marker.text[0])
      const opener = this.#markers[index]
      if (!opener) break

      const width = Math.min(opener.text.length, marker.text.length, 2)
      marker.text = marker.text.slice(width)
      opener.text = opener.text.slice(width)
      this.#markers.splice(opener.text ? index + 1 : index)
    }

    if (marker.canOpen && marker.text) this.open(marker)
  }
}
