import type { Request, Response } from "express"
import { permit } from "../../server/lib/parameters.ts"
import { MODELS } from "./boot.ts"
import { RecipeMaker } from "./recipe_maker.ts"
import { cookOf } from "./sessions.ts"
import { renderPage } from "./view.ts"

export async function listRecipeMakers(_request: Request, response: Response) {
  await showAll(response, RecipeMaker.build({}))
}

export async function createRecipeMaker({ body }: Request, response: Response) {
  const { name = "", cuisine = "", model } = permit(body.recipe_maker, ["name", "cuisine", "model"])
  const recipeMaker = RecipeMaker.build({
    cookId: cookOf(response).id,
    name,
    cuisine,
    model: offered(model) ?? MODELS[0],
  })

  if (await recipeMaker.save()) {
    response.redirect(303, "/")
  } else {
    await showAll(response.status(422), recipeMaker)
  }
}

/** The model that was chosen, where it is one of ours. */
export function offered(model: string | undefined) {
  return MODELS.find((name) => name === model)
}

async function showAll(response: Response, recipeMaker: RecipeMaker) {
  const cook = cookOf(response)
  const recipeMakers = await cook.recipeMakers()
  const assistantThreads = await cook.assistantThreads()
  const locals = { cook, recipeMaker, recipeMakers, assistantThreads, models: MODELS }
  response.send(await renderPage("recipe_makers", locals))
}
