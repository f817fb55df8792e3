import { busySeconds, cpuSeconds, stolenSeconds } from "./cpu_seconds.ts"
import type { Heard } from "./processes/listening.ts"
import { sum } from "./statistics.ts"
import type { Subject } from "./subjects/subject.ts"
import type { World } from "./world.ts"

type Order = {
  /** How many tokens each story has. */
  lengths: number[]
  /** Milliseconds between two tokens; 0 is all at once. */
  interval: number
  listenersEach?: number
}

export type Telling = Awaited<ReturnType<typeof tell>>

/** Stories told side by side, from the questions to the last word, and what that took. */
export async function tell(world: World, subject: Subject, { lengths, interval, listenersEach = 1 }: Order) {
  const round = world.nextNumber()
  const scripts = lengths.map((tokens) => {
    return { story: world.nextNumber(), tokens, interval, round, stories: lengths.length }
  })
  const { questions, listeners } = await subject.stage(scripts, listenersEach)
  await world.clients.call("listen", listeners)

  const before = await cpuOf(world, subject)
  const { asked, over, heard } = await world.clients.call("ask", questions, Math.max(...lengths) * interval)
  const after = await cpuOf(world, subject)
  await world.clients.call("leave")

  const ids = scripts.map(({ story }) => story)
  const sent = await world.provider.call("sent", ids)
  const sentOf = new Map(ids.map((id, index) => [id, sent[index] as Float64Array]))
  const late = heard.map((one) => latencies(one, sentOf.get(one.story) as Float64Array))

  return {
    seconds: (over - asked) / 1000,
    tokens: sum(lengths),
    /** Seconds of each process. */
    cpu: difference(after.subject, before.subject),
    benchCpu: difference(after.bench, before.bench),
    machineCpu: after.machine - before.machine,
    stolen: after.stolen - before.stolen,
    heard: heard.map(({ received, frames, bytes }) => ({ tokens: received.length, frames, bytes })),
    /** Milliseconds from the question to the first word of each story. */
    first: heard.map(({ received }) => firstOf(received) - asked),
    /** Milliseconds from the provider's write to the listener's receipt, of every token. */
    latencies: late.flat(),
    /** Those of the first token of each story that came. */
    firstLatencies: late.map(([first = Number.POSITIVE_INFINITY]) => first),
    missing: sum(heard.map(({ received }) => received.filter((time) => time === 0).length)),
    sideBySide: mostAtOnce(sent),
  }
}

async function cpuOf(world: World, subject: Subject) {
  return {
    subject: secondsOf(await subject.processes()),
    bench: secondsOf({ provider: [world.provider.pid], clients: [world.clients.pid] }),
    machine: busySeconds(),
    stolen: stolenSeconds(),
  }
}

function secondsOf(processes: Record<string, number[]>) {
  return Object.entries(processes).map(([name, pids]) => {
    return { name, seconds: new Map(pids.map((pid) => [pid, cpuSeconds(pid)])) }
  })
}

/** Of the processes that are there at the end; PostgreSQL's come and go with their connections. */
function difference(after: ReturnType<typeof secondsOf>, before: ReturnType<typeof secondsOf>) {
  const earlier = new Map(before.flatMap(({ seconds }) => [...seconds]))
  const used = ([pid, seconds]: [number, number]) => seconds - (earlier.get(pid) ?? 0)
  return Object.fromEntries(after.map(({ name, seconds }) => [name, sum([...seconds].map(used))]))
}

function firstOf(times: Float64Array) {
  return times.reduce((first, time) => (time > 0 && time < first ? time : first), Number.POSITIVE_INFINITY)
}

function latencies({ received }: Heard, sent: Float64Array) {
  return Array.from(received, (time, index) => time - (sent[index] ?? 0)).filter(
    (_, index) => received[index],
  )
}

/** How many stories were really being told at the same time. */
function mostAtOnce(sent: Float64Array[]) {
  const told = sent.filter((times) => times.some(Boolean))
  return Math.max(0, ...told.map((story) => told.filter((other) => isUnderWay(other, story[0] ?? 0)).length))
}

function isUnderWay(times: Float64Array, moment: number) {
  return (times[0] ?? 0) <= moment && moment <= (times.at(-1) ?? 0)
}
