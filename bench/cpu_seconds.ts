import { execFileSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { cpus } from "node:os"
import { sum } from "./statistics.ts"

const TICKS_PER_SECOND = 100
const [USER, SYSTEM] = [11, 12]
const STOLEN = 8

/** What a process has used so far, by itself and in the kernel. */
export function cpuSeconds(pid: number) {
  return existsSync("/proc/self/stat") ? secondsOfProc(pid) : secondsOfPs(pid)
}

/** What all cores together have used so far, for whatever, or would have, had the host not taken it. */
export function busySeconds() {
  return sum(cpus().map(({ times: { idle, ...busy } }) => sum(Object.values(busy)))) / 1000 + stolenSeconds()
}

/** What the host of a virtual machine gave to its other guests so far; the system counts it as used, by who was to run. */
export function stolenSeconds() {
  if (!existsSync("/proc/stat")) return 0

  const [all = ""] = readFileSync("/proc/stat", "utf8").split("\n", 1)
  return Number(all.split(/ +/)[STOLEN] ?? 0) / TICKS_PER_SECOND
}

function secondsOfProc(pid: number) {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
  // The second field is the command's name, which may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  return (Number(fields[USER]) + Number(fields[SYSTEM])) / TICKS_PER_SECOND
}

/** Its time is written as 1-02:03:04.56. */
function secondsOfPs(pid: number) {
  const [time = "", days = "0"] = execFileSync("ps", ["-o", "time=", "-p", String(pid)], { encoding: "utf8" })
    .trim()
    .split("-")
    .reverse()
  const seconds = time.split(":").reduce((sum, part) => sum * 60 + Number(part), 0)
  return Number(days) * 86_400 + seconds
}
