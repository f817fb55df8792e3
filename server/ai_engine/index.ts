export { askAgain } from "./asking.ts"
export { Assistable } from "./concerns/assistable.ts"
export {
  type MessageEvent,
  type MessageTakenEvent,
  type MessageUpdateEvent,
  Threadable,
} from "./concerns/threadable.ts"
export { cancel, fail, interrupt, requeue } from "./ending.ts"
export { AIEngine } from "./engine.ts"
export { Assistant } from "./models/assistant.ts"
export { AssistantThread, type ThreadPage } from "./models/assistant_thread.ts"
export { LONGEST_CONTENT, Message } from "./models/message.ts"
export type { MessageStamp } from "./models/message_stamp.ts"
export { Run } from "./models/run.ts"
