import type { Question } from "../processes/clients.ts"
import type { Listener } from "../processes/listening.ts"
import type { Script } from "../story.ts"

export type Stage = { questions: Question[]; listeners: Listener[] }

/** What is measured: something that can be asked for stories and sends them to those who listen. */
export interface Subject {
  readonly name: string
  /** Makes ready what is not to be measured: every story gets a question and so many listeners. */
  stage(scripts: Script[], listenersEach: number): Promise<Stage>
  /** All processes it consists of. */
  processes(): Promise<Record<string, number[]>>
  stop(): Promise<void>
}
