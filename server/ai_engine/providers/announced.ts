import type { RunRequest } from "./provider.ts"

/** What `fetch` does not know, and ours does: it is awaited when the connection is open and nothing was written. */
export type Announced = { beforeSending?: (() => Promise<void>) | undefined }

export function announced({ beforeSending }: RunRequest): object {
  return { beforeSending } satisfies Announced
}
