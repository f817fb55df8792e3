import type { ApplicationRecord } from "./application_record.ts"

type RecordStatics = Pick<typeof ApplicationRecord, keyof typeof ApplicationRecord>
// biome-ignore lint/suspicious/noExplicitAny: TypeScript asks a mixin's constructor for exactly this shape.
export type Mixable = (new (...args: any[]) => ApplicationRecord) & RecordStatics
