import { Controller } from "@hotwired/stimulus"

const SENTENCES = {
  queued: "Waiting for another answer",
  in_progress: "Answering",
  completed: "Answer complete",
  incomplete: "Answer cut short",
  failed: "Answer failed",
  cancelled: "Answer stopped",
}

// Says what becomes of an answer; the list itself stays silent, or every word that streams would be read out.
export class AnnounceController extends Controller {
  static targets = ["list", "status"]

  connect() {
    this.statuses = this.#read()
    this.observer = new MutationObserver(() => this.#compare())
    this.observer.observe(this.listTarget, {
      childList: true,
      subtree: true,
      attributeFilter: ["data-status"],
    })
  }

  disconnect() {
    this.observer.disconnect()
  }

  #compare() {
    const before = this.statuses
    this.statuses = this.#read()

    for (const [id, status] of this.#unlessEarlier(before)) {
      if (before.get(id) !== status && this.#matters(status))
        this.statusTarget.textContent = SENTENCES[status]
    }
  }

  // What was put above the others was said long ago.
  #unlessEarlier(before) {
    const answers = [...this.statuses]
    const first = answers.findIndex(([id]) => before.has(id))
    return answers.slice(Math.max(first, 0))
  }

  // Every answer waits for a moment.
  #matters(status) {
    return status !== "queued" || [...this.statuses.values()].includes("in_progress")
  }

  #read() {
    const answers = [...this.listTarget.children].filter(({ dataset }) => dataset.status)
    return new Map(answers.map(({ id, dataset }) => [id, dataset.status]))
  }
}
