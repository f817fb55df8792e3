import { Assistant, type AssistantThread, type Run } from "../ai_engine/index.ts"
import { parseId } from "../lib/parse_id.ts"
import { Draft, type DraftFields, offeredModel } from "./draft.ts"
import type { Storyteller } from "./storyteller.ts"
import type { User } from "./user.ts"

/** To a storyteller. */
export class ThreadDraft extends Draft {
  declare readonly conversation: AssistantThread
  /** Those to choose from. */
  readonly storytellers: Storyteller[]
  readonly storytellerId: number | undefined

  /** Where the fields do not say, storyteller and model are those of the thread's last answer. */
  static async for(
    user: User,
    assistantThread: AssistantThread,
    fields: DraftFields = {},
  ): Promise<ThreadDraft> {
    const { storyteller_id: chosenId, model: chosenModel } = fields
    const storytellers = await user.ownStorytellers()
    const lastRun = chosenId && chosenModel ? undefined : await assistantThread.lastRun()
    const storytellerId = chosenId
      ? parseId(chosenId)
      : ((await storytellerIdOf(lastRun)) ?? storytellers[0]?.id)
    const storyteller = storytellers.find(({ id }) => id === storytellerId)
    const model = chosenModel || offeredModel([lastRun?.model, storyteller?.model])

    return new ThreadDraft(assistantThread, storytellers, storytellerId, model, fields)
  }

  private constructor(
    assistantThread: AssistantThread,
    storytellers: Storyteller[],
    storytellerId: number | undefined,
    model: string,
    fields: DraftFields,
  ) {
    super(assistantThread, model, fields)
    this.storytellers = storytellers
    this.storytellerId = storytellerId
  }

  override next(): ThreadDraft {
    const { conversation, storytellers, storytellerId, model } = this
    return new ThreadDraft(conversation, storytellers, storytellerId, model, {})
  }

  protected override async ask(): Promise<Run | undefined> {
    const { conversation: assistantThread, content, model, clientId } = this
    const storyteller = this.storytellers.find(({ id }) => id === this.storytellerId)
    if (!storyteller) this.errors.add("storyteller", "Choose one of your storytellers.")
    if (!storyteller || this.errors.any) return undefined

    return storyteller.aiEngineAsk({ assistantThread, content, model, clientId })
  }
}

async function storytellerIdOf(run: Run | undefined): Promise<number | undefined> {
  const assistant = run?.assistantId ? await Assistant.findBy({ id: run.assistantId }) : undefined
  return assistant?.assistableId
}
