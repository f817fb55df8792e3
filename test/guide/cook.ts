import { type MessageEvent, Threadable } from "../../server/ai_engine/index.ts"
import { ApplicationRecord } from "../../server/lib/application_record.ts"
import { broadcastMessage, broadcastProgress, broadcastStart } from "./broadcasts.ts"
import { RecipeMaker } from "./recipe_maker.ts"

export class Cook extends Threadable(ApplicationRecord) {
  static override tableName = "cooks"
  static override recordType = "Cook"
  static override columns = ["name"]

  declare name: string

  override async aiEngineOnMessageCreate({ message }: MessageEvent) {
    await broadcastMessage(message)
  }

  override async aiEngineOnRunStart({ message }: MessageEvent) {
    await broadcastStart(message)
  }

  override async aiEngineOnMessageUpdate({ message }: MessageEvent) {
    await broadcastProgress(message)
  }

  recipeMakers(): Promise<RecipeMaker[]> {
    return RecipeMaker.where({ cookId: this.id })
  }

  /** Throws RecordNotFound, also for one that is another cook's. */
  recipeMaker(id: unknown): Promise<RecipeMaker> {
    return RecipeMaker.find(id, { cookId: this.id })
  }
}
