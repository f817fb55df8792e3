import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"

/** Runs the programs it is given side by side. A signal, or the end of one of them, ends them all, first to last. */
const processes = process.argv
  .slice(2)
  .map((program) => spawn(process.execPath, [program], { stdio: "inherit" }))
const exits = processes.map(exit)
const signals = ["SIGINT", "SIGTERM"].map(async (signal) => {
  process.on(signal, () => {})
  await once(process, signal)
  return signal as NodeJS.Signals
})

const cause = await Promise.race([...signals, ...exits])
const signal = typeof cause === "string" ? cause : "SIGTERM"

for (const [index, child] of processes.entries()) {
  child.kill(signal)
  await exits[index]
}

process.exit(Math.max(...(await Promise.all(exits))))

async function exit(child: ChildProcess): Promise<number> {
  const [code] = await once(child, "exit")
  return code ?? 1
}
