/** Goes on with a match from there; false where it fails. */
type Next = (at: number) => boolean
type Part = (at: number, next: Next) => boolean
/** Where a single character ends; -1 where it is another one. */
type Character = (at: number) => number
type Times = { least: number; most: number; isLazy: boolean }

const nativeExec = RegExp.prototype.exec

/** Matches as a backtracking engine does, and counts. Only what stands behind is asked of the real one. */
export class CountedRegExp {
  readonly #source: string
  readonly #flags: string
  readonly #isSticky: boolean
  readonly #start: Part
  readonly #names = new Map<string, number>()
  #isAnchored = true
  #read = 0
  #groups = 0
  #depth = 0
  #text = ""
  #steps = 0
  #captures: string[] = []

  constructor({ source, flags, sticky }: RegExp) {
    this.#source = source
    this.#flags = flags.replace(/[gyd]/g, "")
    this.#isSticky = sticky
    this.#start = this.#choice()
  }

  steps(text: string, start: number) {
    this.#text = text
    this.#steps = 0

    for (let at = start; at <= text.length; at += 1) {
      this.#captures = []
      if (this.#start(at, () => true) || this.#isSticky || (this.#isAnchored && !this.#flags.includes("m")))
        break
    }
    return this.#steps
  }

  #choice(): Part {
    const ways = [this.#sequence()]
    while (this.#takes("|")) ways.push(this.#sequence())
    return (at, next) => ways.some((way) => way(at, next))
  }

  #sequence(): Part {
    const parts: Part[] = []
    if (this.#depth === 0 && this.#source[this.#read] !== "^") this.#isAnchored = false
    while (this.#read < this.#source.length && !"|)".includes(this.#source[this.#read] ?? ""))
      parts.push(this.#term())

    const from = (index: number, at: number, next: Next): boolean => {
      const part = parts[index]
      return part ? part(at, (end) => from(index + 1, end, next)) : next(at)
    }
    return (at, next) => from(0, at, next)
  }

  #term(): Part {
    if (this.#takes("^")) return (at, next) => (at === 0 || this.#isLineEnd(at - 1)) && next(at)
    if (this.#takes("$")) return (at, next) => (at === this.#text.length || this.#isLineEnd(at)) && next(at)
    if (/^\\b/.test(this.#rest)) return this.#asked(this.#skip(2))
    if (/^\(\?<[=!]/.test(this.#rest)) return this.#asked(this.#skip(this.#groupLength()))
    if (this.#takes("(?=")) return this.#looking(this.#group(), true)
    if (this.#takes("(?!")) return this.#looking(this.#group(), false)
    if (this.#takes("(?:")) return this.#repeated(this.#group())
    if (this.#takes("(")) return this.#repeated(this.#capture())

    const [, number] = /^\\([1-9])/.exec(this.#rest) ?? []
    const [, name] = /^\\k<(\w+)>/.exec(this.#rest) ?? []
    if (number) return this.#repeated(this.#reference(() => Number(number), 2))
    if (name) return this.#repeated(this.#reference(() => this.#names.get(name) ?? 0, name.length + 4))
    return this.#repeatedCharacter(this.#character())
  }

  get #rest() {
    return this.#source.slice(this.#read)
  }

  #takes(token: string) {
    const takes = this.#source.startsWith(token, this.#read)
    if (takes) this.#read += token.length
    return takes
  }

  #skip(length: number) {
    this.#read += length
    return this.#source.slice(this.#read - length, this.#read)
  }

  #isLineEnd(at: number) {
    return this.#flags.includes("m") && this.#text[at] === "\n"
  }

  #asked(source: string): Part {
    const expression = new RegExp(source, `${this.#flags}y`)
    return (at, next) => {
      this.#steps += 1
      expression.lastIndex = at
      return nativeExec.call(expression, this.#text) !== null && next(at)
    }
  }

  #looking(inner: Part, isWanted: boolean): Part {
    return (at, next) => inner(at, () => true) === isWanted && next(at)
  }

  #group(): Part {
    this.#depth += 1
    const inner = this.#choice()
    this.#takes(")")
    this.#depth -= 1
    return inner
  }

  #capture(): Part {
    const [head = "", name] = /^\?<(\w+)>/.exec(this.#rest) ?? []
    this.#groups += 1
    const group = this.#groups
    if (name) this.#names.set(name, group)
    this.#skip(head.length)

    const inner = this.#group()
    return (at, next) => {
      const before = this.#captures[group]
      const matches = inner(at, (end) => {
        const outer = this.#captures[group]
        this.#captures[group] = this.#text.slice(at, end)
        if (next(end)) return true
        this.#captures[group] = outer ?? ""
        return false
      })
      if (!matches) this.#captures[group] = before ?? ""
      return matches
    }
  }

  #reference(group: () => number, length: number): Part {
    this.#skip(length)
    return (at, next) => {
      const text = this.#captures[group()] ?? ""
      this.#steps += text.length
      return this.#text.startsWith(text, at) && next(at + text.length)
    }
  }

  // A character of any kind is one that the real engine takes for it.
  #character(): Character {
    const source = this.#skip(this.#characterLength())
    const expression = new RegExp(`^(?:${source})$`, this.#flags.replace("m", ""))
    const known = new Map<string, boolean>()
    const isUnicode = /[uv]/.test(this.#flags)

    return (at) => {
      if (at >= this.#text.length) return -1
      const one = isUnicode ? String.fromCodePoint(this.#text.codePointAt(at) ?? 0) : (this.#text[at] ?? "")
      const is = known.get(one) ?? nativeExec.call(expression, one) !== null
      known.set(one, is)
      this.#steps += 1
      return is ? at + one.length : -1
    }
  }

  #characterLength() {
    if (this.#rest.startsWith("[")) return this.#classLength()
    const escaped = /^\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|.)/su.exec(this.#rest)?.[0]
    return escaped?.length ?? ([...this.#rest.slice(0, 2)][0] ?? "").length
  }

  #classLength() {
    let depth = 0
    for (let at = 0; at < this.#rest.length; at += 1) {
      if (this.#rest[at] === "\\") at += 1
      else if (this.#rest[at] === "[" && (depth === 0 || this.#flags.includes("v"))) depth += 1
      else if (this.#rest[at] === "]" && --depth === 0) return at + 1
    }
    return this.#rest.length
  }

  #groupLength() {
    let depth = 0
    for (let at = 0; at < this.#rest.length; at += 1) {
      if (this.#rest[at] === "\\") at += 1
      else if (this.#rest[at] === "[") at += this.#classLengthAt(at) - 1
      else if (this.#rest[at] === "(") depth += 1
      else if (this.#rest[at] === ")" && --depth === 0) return at + 1
    }
    return this.#rest.length
  }

  #classLengthAt(offset: number) {
    this.#read += offset
    const length = this.#classLength()
    this.#read -= offset
    return length
  }

  #times(): Times | undefined {
    const [whole, sign, least, comma, most] = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})/.exec(this.#rest) ?? []
    if (whole === undefined) return undefined

    this.#skip(whole.length)
    const isLazy = this.#takes("?")
    if (sign) return { least: sign === "+" ? 1 : 0, most: sign === "?" ? 1 : Infinity, isLazy }
    return { least: Number(least), most: comma ? Number(most || Infinity) : Number(least), isLazy }
  }

  #repeated(part: Part): Part {
    const times = this.#times()
    if (!times) return part

    const { least, most, isLazy } = times
    const from = (count: number, at: number, next: Next): boolean => {
      const more = () =>
        count < most && part(at, (end) => (end > at || count < least) && from(count + 1, end, next))
      if (count < least) return more()
      return isLazy ? next(at) || more() : more() || next(at)
    }
    return (at, next) => from(0, at, next)
  }

  // In a loop: a text has more characters than there may be calls in each other.
  #repeatedCharacter(character: Character): Part {
    const times = this.#times() ?? { least: 1, most: 1, isLazy: false }
    const { least, most, isLazy } = times

    return (at, next) => {
      const ends = [at]
      const more = () => {
        const end = ends.length - 1 < most ? character(ends.at(-1) ?? at) : -1
        if (end !== -1) ends.push(end)
        return end !== -1
      }
      if (isLazy) {
        while (ends.length - 1 < least) if (!more()) return false
        do if (next(ends.at(-1) ?? at)) return true
        while (more())
        return false
      } else {
        while (more());
        while (ends.length - 1 >= least) if (next(ends.pop() ?? at)) return true
        return false
      }
    }
  }
}
