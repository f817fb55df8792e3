type HasId = { id: number }

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
  assistantThread: ({ id }: HasId) => `/assistant_threads/${id}`,
  editAssistantThread: ({ id }: HasId) => `/assistant_threads/${id}/edit`,
  liveThread: ({ id }: HasId) => `/assistant_threads/${id}/live`,
  earlierMessages: ({ id }: HasId, before: HasId) =>
    `/assistant_threads/${id}/earlier_messages?before=${before.id}`,
  messages: "/messages",
  runCancellation: ({ id }: HasId) => `/runs/${id}/cancellation`,
  newRunRetry: ({ id }: HasId) => `/runs/${id}/retry/new`,
  runRetry: ({ id }: HasId) => `/runs/${id}/retry`,
  jobs: "/jobs",
}
