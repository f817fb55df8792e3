import type { Scenario, ScriptedOpenAI } from "../../support/scripted_openai.ts"

/** Tells the parts word by word; after each, also the last, it waits for `openai.release()`. */
export function inParts(openai: ScriptedOpenAI, ...parts: string[]): Scenario {
  return async (reply) => {
    for (const part of parts) {
      for (const word of part.match(/\s*\S+/g) ?? []) {
        await reply.turn()
        reply.say(word)
      }
      openai.hold()
    }
    await reply.turn()
    reply.complete({ input: 1234, output: 567 })
  }
}
