import { Router } from "express"
import { AssistantThreadsController } from "./controllers/assistant_threads_controller.ts"
import { CableController } from "./controllers/cable_controller.ts"
import { CancellationsController } from "./controllers/cancellations_controller.ts"
import { ChatsController } from "./controllers/chats_controller.ts"
import { ConversationTextsController, ifPlainText } from "./controllers/conversation_texts_controller.ts"
import { EarlierMessagesController } from "./controllers/earlier_messages_controller.ts"
import { HealthController } from "./controllers/health_controller.ts"
import { JobsController } from "./controllers/jobs_controller.ts"
import { LiveConversationsController } from "./controllers/live_conversations_controller.ts"
import { MessagesController } from "./controllers/messages_controller.ts"
import { RetriesController } from "./controllers/retries_controller.ts"
import { SessionsController } from "./controllers/sessions_controller.ts"
import { StorytellersController } from "./controllers/storytellers_controller.ts"
import { UsersController } from "./controllers/users_controller.ts"
import { paths } from "./helpers/paths.ts"
import { type ControllerClass, resource, resources, to } from "./lib/routing.ts"

/** Every path of the app. */
export function routes(): Router {
  const router = Router()

  router.get("/", to(StorytellersController, "index"))
  resources(router, "/storytellers", StorytellersController)
  conversations(router, "/assistant_threads", ":assistant_thread_id", AssistantThreadsController)
  conversations(router, "/chats", ":chat_id", ChatsController)
  resources(router, "/messages", MessagesController, ["create"])
  resource(router, "/runs/:run_id/cancellation", CancellationsController, ["new", "create"])
  resource(router, "/runs/:run_id/retry", RetriesController, ["new", "create"])

  resources(router, "/users", UsersController, ["new", "create"])
  resource(router, "/session", SessionsController, ["new", "create", "destroy"])
  // Where a form was answered with its errors, the browser's address is the form's: reloading it should work.
  router.get("/users", (_request, response) => response.redirect(paths.newUser))
  router.get("/session", (_request, response) => response.redirect(paths.newSession))

  router.get("/cable", to(CableController, "show"))
  router.get("/up", to(HealthController, "show"))
  router.use("/jobs", to(JobsController, "show"))
  return router
}

/** The seven actions, the same as plain text, and what there is of one conversation besides. */
function conversations(router: Router, path: string, id: string, controller: ControllerClass) {
  router.get(`${path}/${id}`, ifPlainText, to(ConversationTextsController, "show"))
  resources(router, path, controller)
  resources(router, `${path}/${id}/earlier_messages`, EarlierMessagesController, ["index"])
  resource(router, `${path}/${id}/live`, LiveConversationsController, ["show"])
}
