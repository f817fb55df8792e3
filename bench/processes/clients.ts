import { Agent, request } from "node:http"
import { text } from "node:stream/consumers"
import { setTimeout as pause } from "node:timers/promises"
import { now } from "../now.ts"
import { serve } from "../remote.ts"
import { Ear } from "./ear.ts"
import type { Headers, Listener, Listening } from "./listening.ts"
import { ScriptlessReader } from "./scriptless_reader.ts"

/** Where it is asked for. */
export type Question = { url: string; headers: Headers; body: string }

type Load = { url: string; headers: Headers; concurrency: number; seconds: number }

const LEAST_PATIENCE = 30_000

let ears: Listening[] = []

async function ask({ url, headers, body }: Question) {
  const response = await fetch(url, { method: "POST", headers, body })
  const answer = await response.text()
  if (!response.ok) throw new Error(`A question was answered with ${response.status}: ${answer}`)
}

export const methods = {
  async listen(listeners: Listener[]) {
    const more = listeners.map((one) => (one.url.startsWith("ws") ? new Ear(one) : new ScriptlessReader(one)))
    ears.push(...more)
    await Promise.all(more.map(({ opened }) => opened.promise))
  },

  /** Asks all at once, and waits until every story has been heard to its end, or for `patience` milliseconds more. */
  async ask(questions: Question[], patience: number) {
    const asked = now()
    await Promise.all(questions.map(ask))
    for (const ear of ears) ear.begin?.()
    const ended = Promise.all(ears.map(({ ended }) => ended.promise))
    await Promise.race([ended, pause(LEAST_PATIENCE + patience, undefined, { ref: false })])
    return { asked, over: now(), heard: ears.map(({ heard }) => heard) }
  },

  leave() {
    for (const ear of ears) ear.close()
    ears = []
  },

  /** Requests a second, over connections that are kept. */
  async load({ url, headers, concurrency, seconds }: Load) {
    const agent = new Agent({ keepAlive: true, maxSockets: concurrency })
    const start = now()
    let requests = 0

    async function getAgainAndAgain() {
      while (now() - start < seconds * 1000) {
        await get(url, { agent, headers })
        requests++
      }
    }

    await Promise.all(Array.from({ length: concurrency }, getAgainAndAgain))
    agent.destroy()
    return (requests * 1000) / (now() - start)
  },
}

function get(url: string, options: { agent: Agent; headers: Headers }) {
  return new Promise<void>((resolve, reject) => {
    request(url, options, async (response) => {
      if (response.statusCode === 200) {
        response.resume().once("end", resolve)
      } else {
        reject(new Error(`${url} answered ${response.statusCode}: ${await text(response)}`))
      }
    })
      .once("error", reject)
      .end()
  })
}

serve(methods)
