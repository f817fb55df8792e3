import assert from "node:assert/strict"
import type { Client } from "./client.ts"

type Fields = Record<string, string>

export const STORYTELLER = {
  "storyteller[name]": "Shahrazad",
  "storyteller[model]": "gpt-6-luna",
  "storyteller[description]": "Tells until dawn.",
  "storyteller[instructions]": "You tell stories.",
  "storyteller[max_prompt_tokens]": "8000",
  "storyteller[max_completion_tokens]": "1000",
}

/** Returns its path. */
export async function createStoryteller(client: Client, fields: Fields = {}) {
  return created(await client.post("/storytellers", { ...STORYTELLER, ...fields }))
}

/** Returns its path. */
export async function openThread(client: Client, fields: Fields = {}) {
  return created(await client.post("/assistant_threads", fields))
}

/** A message into the thread with this path. */
export function send(client: Client, thread: string, content: string, fields: Fields = {}, options = {}) {
  const message = { "message[assistant_thread_id]": idOf(thread), "message[content]": content }
  return client.post("/messages", { ...message, ...fields }, options)
}

export function idOf(path: string) {
  return path.split("/").at(-1) ?? ""
}

function created({ status, location, text }: Awaited<ReturnType<Client["post"]>>) {
  assert.equal(status, 303, text)
  return location ?? ""
}
