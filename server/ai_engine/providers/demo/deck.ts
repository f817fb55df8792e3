import { randomInt } from "node:crypto"

/** Deals its cards in any order, and none a second time before all have been dealt. */
export class Deck<Card> {
  readonly #cards: readonly Card[]
  #left: Card[] = []

  constructor(cards: readonly [Card, ...Card[]]) {
    this.#cards = cards
  }

  deal(): Card {
    if (this.#left.length === 0) this.#left = [...this.#cards]
    const [card] = this.#left.splice(randomInt(this.#left.length), 1)
    return card as Card
  }
}
