/** How long each wait of a call may take, in milliseconds that the process was awake (`LoopTimer`). */
export type Limits = {
  /** Name lookup, connection, proxy, encryption. */
  connect: number
  /** From the request to the first byte of a stream. */
  streamStart: number
  /** From the request to the first byte of any other answer, and from there to its end. */
  call: number
  /** The same where something that exists is only looked up. */
  lookUp: number
  errorBody: number
}

export const LIMITS: Limits = {
  connect: 10_000,
  streamStart: 60_000,
  call: 30_000,
  lookUp: 10_000,
  errorBody: 5_000,
}

/** Bytes that are read of an error, and of an answer that is read whole. */
export const LONGEST_ERROR = 1024 * 1024
export const LONGEST_BODY = 32 * 1024 * 1024
