import "../../support/database.ts"
import { connection } from "../../../db/index.ts"
import {
  Assistable,
  AssistantThread,
  Chat,
  Chattable,
  Message,
  type MessageEvent,
  type MessageTakenEvent,
  Run,
  Threadable,
} from "../../../server/ai_engine/index.ts"
import { ApplicationRecord } from "../../../server/lib/application_record.ts"
import { registerRecordTypes } from "../../../server/lib/record_types.ts"

/** Owners that the app has never heard of: the engine knows neither storytellers nor users. */
export class Cook extends Assistable(ApplicationRecord) {
  static override tableName = "cooks"
  static override recordType = "Cook"
  static override columns = ["name"]

  declare name: string

  override get aiEngineAssistant() {
    return {
      name: this.name,
      model: "gpt-6-luna",
      description: "Cooks.",
      instructions: `You are ${this.name}, a cook.`,
    }
  }
}

/** Remembers what the engine told it: "create user", "start", "update Hello". */
export class Kitchen extends Chattable(Threadable(ApplicationRecord)) {
  static override tableName = "kitchens"
  static override recordType = "Kitchen"
  static override columns = ["name"]
  static told: string[] = []
  static shown: string | undefined
  static started: () => Promise<unknown> = async () => {}
  static taken: () => Promise<unknown> = async () => {}

  declare name: string

  override async aiEngineOnMessageCreate({ message }: MessageEvent) {
    Kitchen.told.push(`create ${message.role}`)
  }

  override async aiEngineOnRunStart({ message }: MessageEvent) {
    Kitchen.told.push(`start ${message.content || message.role}`)
    await Kitchen.started()
  }

  override async aiEngineOnMessageUpdate({ message }: MessageEvent) {
    Kitchen.told.push(`update ${message.content}`)
  }

  override async aiEngineOnEndDelayed({ message }: MessageEvent) {
    Kitchen.told.push(`delayed ${message.content}`)
  }

  override async aiEngineShownContent({ claims }: MessageTakenEvent) {
    Kitchen.told.push(`take from claim ${claims}`)
    await Kitchen.taken()
    return Kitchen.shown
  }
}

/** One that overrides nothing. */
export class Apprentice extends Assistable(ApplicationRecord) {
  static override tableName = "cooks"
  static override recordType = "Apprentice"
  static override columns = ["name"]

  declare name: string
}

registerRecordTypes(Cook, Kitchen, Apprentice, AssistantThread, Chat, Message, Run)

for (const table of ["cooks", "kitchens"]) {
  await connection().schema.createTable(table, (columns) => {
    columns.increments("id")
    columns.string("name")
    columns.timestamp("created_at")
    columns.timestamp("updated_at")
  })
}

/** A cook, a kitchen, and a thread of the kitchen's. */
export async function openKitchen() {
  Kitchen.told = []
  Kitchen.shown = undefined
  Kitchen.started = async () => {}
  Kitchen.taken = async () => {}
  const cook = await Cook.create({ name: "Marie" })
  const kitchen = await Kitchen.create({ name: "Downstairs" })
  const assistantThread = kitchen.buildAssistantThread()
  await assistantThread.save()
  return { cook, kitchen, assistantThread }
}
