export { askAgain } from "./runs/ask.ts"
export { Assistable } from "./concerns/assistable.ts"
export { Chattable } from "./concerns/chattable.ts"
export type {
  ConversingRecord,
  MessageEvent,
  MessageTakenEvent,
  MessageUpdateEvent,
} from "./concerns/conversing.ts"
export { Threadable } from "./concerns/threadable.ts"
export { cancel, fail, interrupt, requeue } from "./runs/end_run.ts"
export { AIEngine } from "./engine.ts"
export { Assistant } from "./models/assistant.ts"
export { AssistantThread } from "./models/assistant_thread.ts"
export { Chat } from "./models/chat.ts"
export type { ConversationPage } from "./concerns/in_reading_order.ts"
export type { Conversation } from "./models/conversation.ts"
export { findConversation, ownersOfConversations } from "./models/find_conversation.ts"
export { LONGEST_CONTENT, Message } from "./models/message.ts"
export type { MessageStamp } from "./models/message_stamp.ts"
export { executeRun } from "./runs/execute_run.ts"
export { Run } from "./models/run.ts"
export type { RunTerms } from "./models/run_terms.ts"
