type HasId = { id: number }
type Conversation = HasId & { kind: "assistant_thread" | "chat" }

/** Where things live, for redirects and links; server/routes.ts says what answers there. */
export const paths = {
  root: "/",
  newUser: "/users/new",
  users: "/users",
  newSession: "/session/new",
  session: "/session",
  storytellers: "/storytellers",
  newStoryteller: "/storytellers/new",
  storyteller: ({ id }: HasId) => `/storytellers/${id}`,
  editStoryteller: ({ id }: HasId) => `/storytellers/${id}/edit`,
  assistantThreads: "/assistant_threads",
  newAssistantThread: "/assistant_threads/new",
  chats: "/chats",
  newChat: "/chats/new",
  conversations: ({ kind }: Pick<Conversation, "kind">) => `/${kind}s`,
  conversation: ({ kind, id }: Conversation) => `/${kind}s/${id}`,
  editConversation: ({ kind, id }: Conversation) => `/${kind}s/${id}/edit`,
  liveConversation: ({ kind, id }: Conversation) => `/${kind}s/${id}/live`,
  earlierMessages: ({ kind, id }: Conversation, before: HasId) =>
    `/${kind}s/${id}/earlier_messages?before=${before.id}`,
  messages: "/messages",
  runCancellation: ({ id }: HasId) => `/runs/${id}/cancellation`,
  newRunRetry: ({ id }: HasId) => `/runs/${id}/retry/new`,
  runRetry: ({ id }: HasId) => `/runs/${id}/retry`,
  jobs: "/jobs",
}
