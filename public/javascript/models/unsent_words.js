// What was typed and not yet taken by the server; it lives as long as the browser's tab.
export class UnsentWords {
  #key

  constructor(key) {
    this.#key = key
  }

  read() {
    return JSON.parse(sessionStorage.getItem(this.#key))
  }

  write(words) {
    sessionStorage.setItem(this.#key, JSON.stringify(words))
  }

  clear() {
    sessionStorage.removeItem(this.#key)
  }
}
