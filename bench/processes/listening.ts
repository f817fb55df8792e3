export type Headers = Record<string, string>

/** Where somebody listens to a story of so many tokens. */
export type Listener = { story: number; tokens: number; url: string; headers: Headers }
/** What a listener got: `received` says when it had which token, 0 for those that never came. */
export type Heard = { story: number; received: Float64Array; frames: number; bytes: number }

export interface Listening {
  /** Resolves once nothing that comes would be missed. */
  readonly opened: PromiseWithResolvers<void>
  readonly ended: PromiseWithResolvers<void>
  readonly heard: Heard
  /** The questions have been asked. */
  begin?(): void
  close(): void
}
