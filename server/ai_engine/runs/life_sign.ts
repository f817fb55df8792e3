/** How long a heart beats on for an event loop that stands still. A process that is stuck for good is reaped then. */
const STANDSTILL = 40_000n * 1_000_000n

/** What an event loop tells the thread that beats for it, through memory that both share: that it still turns. */
export class LifeSign {
  /** When it last did, in nanoseconds of the system's steady clock, which is the same in all threads. */
  readonly memory: BigInt64Array<ArrayBufferLike>

  constructor(memory: BigInt64Array<ArrayBufferLike> = new BigInt64Array(new SharedArrayBuffer(8))) {
    this.memory = memory
  }

  give(now = process.hrtime.bigint()) {
    Atomics.store(this.memory, 0, now)
  }

  isFresh(now = process.hrtime.bigint()) {
    return now - Atomics.load(this.memory, 0) < STANDSTILL
  }
}
