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
