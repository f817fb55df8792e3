import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process"
import { EventEmitter, once } from "node:events"
import { PATIENCE } from "./patience.ts"

type Options = SpawnOptions & { directory?: string }

/** A process of the test's own, with all it printed. It dies, and its `directory` goes, with the test, however that ends. */
export class TestProcess {
  readonly process: ChildProcess
  output = ""
  private ended = false
  private readonly news = new EventEmitter()

  constructor(command: string, args: string[], { directory, ...options }: Options = {}) {
    this.process = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] })
    this.process.stdout?.setEncoding("utf8").on("data", this.collect)
    this.process.stderr?.setEncoding("utf8").on("data", this.collect)
    this.process.on("error", (error) => this.collect(error.message))
    this.process.on("close", this.end)
    watch(this.process, directory)
  }

  /** Waits until it has printed `pattern`; rejects with all it did print when it ends before that. */
  async printed(pattern: RegExp): Promise<RegExpMatchArray> {
    const match = this.output.match(pattern)

    if (match) {
      return match
    } else if (this.ended) {
      throw new Error(`${this} ended before it printed ${pattern}:\n${this.output}`)
    } else {
      await once(this.news, "news")
      return this.printed(pattern)
    }
  }

  /** Waits until it ends by itself; resolves with its code. */
  async exited() {
    while (!this.ended) await once(this.news, "news")
    return this.process.exitCode
  }

  /** Sends the signal and waits for the end; what has not ended by then is killed, which is an error. */
  async stop(signal: NodeJS.Signals = "SIGTERM") {
    // A test that killed it, and then failed, must not fail once more.
    if (this.ended) return

    const impatience = setTimeout(() => this.process.kill("SIGKILL"), PATIENCE)
    this.process.kill(signal)
    await this.exited()
    clearTimeout(impatience)

    if (this.process.signalCode === "SIGKILL" && signal !== "SIGKILL") {
      throw new Error(`${this} did not stop and had to be killed:\n${this.output}`)
    }
  }

  toString() {
    return this.process.spawnargs.join(" ")
  }

  private collect = (text: string) => {
    this.output += text
    this.news.emit("news")
  }

  private end = () => {
    this.ended = true
    this.news.emit("news")
  }
}

/** The watcher's standard input ends when the test's process does: only then does it go on and clean up. */
function watch(process: ChildProcess, directory = "") {
  if (process.pid === undefined) return

  const script = 'read -r _; kill -9 "$0"; [ -z "$1" ] || rm -rf "$1"'
  const watcher = spawn("sh", ["-c", script, String(process.pid), directory], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  })
  process.once("exit", () => watcher.kill("SIGKILL"))
}
