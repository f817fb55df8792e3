import { CountedRegExp } from "./counted_regexp.ts"

type Method = (this: unknown[], ...values: never[]) => unknown

const { exec } = RegExp.prototype
const { slice, join, findLastIndex } = Array.prototype
const programs = new Map<string, CountedRegExp>()
let steps = 0

/**
 * How many characters regular expressions look at while `work` runs, each time that they go back to one included, and
 * how many members of lists are copied, joined or looked through. The same on any machine.
 */
export function countedSteps(work: () => void) {
  steps = 0
  count()

  try {
    work()
  } finally {
    stopCounting()
  }
  return steps
}

function count() {
  RegExp.prototype.exec = countedExec
  Array.prototype.slice = counted(slice, (_list, copy) => (copy as unknown[]).length)
  Array.prototype.join = counted(join, (list) => list.length)
  Array.prototype.findLastIndex = counted(findLastIndex, (list, index) => list.length - Number(index))
}

function stopCounting() {
  Object.assign(RegExp.prototype, { exec })
  Object.assign(Array.prototype, { slice, join, findLastIndex })
}

function countedExec(this: RegExp, text: string) {
  stopCounting()
  const program = programs.get(String(this)) ?? new CountedRegExp(this)
  programs.set(String(this), program)
  steps += program.steps(text, this.global || this.sticky ? this.lastIndex : 0)

  const match = this.exec(text)
  count()
  return match
}

function counted<Native extends Method>(
  method: Native,
  stepsOf: (list: unknown[], result: unknown) => number,
) {
  return function (this: unknown[], ...values: never[]) {
    const result = method.apply(this, values)
    steps += stepsOf(this, result)
    return result
  } as Native
}
