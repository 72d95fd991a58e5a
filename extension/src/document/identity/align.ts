import { alignStretch } from './align-stretch.ts'
import { likeness } from './similarity.ts'
import type { Trace } from './trace.ts'

/**
 * Finds the operators of a text again in a later state of it.
 *
 * First those that cannot be mistaken: by uid, by name, by method and text where these are unique, by variable. They may
 * have moved; those that have kept their order divide the texts into stretches. Within a stretch the rest is aligned as
 * a sequence, by method and by how alike the texts are, so that position decides between equals. Last, what is left over
 * on both sides and is unique there has moved. A match that has a rival as good as itself is no match.
 *
 * @param before traces in the order of the text
 * @param after the same of the later text
 * @returns for each of `after` its index in `before`; none is given twice
 */
export function align(before: readonly Trace[], after: readonly Trace[]): (number | undefined)[] {
  const pairs = new Pairs(before, after)
  pairs.addUnique(({ uid }) => uid)
  pairs.addUnique(({ name }) => name)
  pairs.addUnique(call, sameVariableIfAny(before, after))
  pairs.addUnique(({ variable }) => variable, relatedCalls)
  const like = likeness()
  for (const { from, to } of stretches(pairs)) {
    const found = alignStretch(
      from.map((index) => before[index]),
      to.map((index) => after[index]),
      like,
    )
    for (const [place, match] of found.entries()) if (match !== undefined) pairs.add(from[match], to[place])
  }
  pairs.addUnique(call)
  return pairs.beforeOf
}

const call = ({ method, text }: Trace) => `${method}(${text})`

type Accepts = (a: Trace, b: Trace) => boolean

/** Whether two operators may be one although their variables differ: not where both variables are in both texts. */
function sameVariableIfAny(before: readonly Trace[], after: readonly Trace[]): Accepts {
  const was = new Set(before.map(({ variable }) => variable))
  const is = new Set(after.map(({ variable }) => variable))
  return (a, b) => {
    if (a.variable === undefined || b.variable === undefined || a.variable === b.variable) return true
    return !(is.has(a.variable) && was.has(b.variable))
  }
}

/** A variable goes to another operator when a chain gets a new end. */
function relatedCalls(a: Trace, b: Trace): boolean {
  return a.method === b.method || (a.text === b.text && a.text !== '')
}

/** Which operators have been found again. */
class Pairs {
  readonly before: readonly Trace[]
  readonly after: readonly Trace[]
  readonly beforeOf: (number | undefined)[]
  private readonly taken = new Set<number>()

  constructor(before: readonly Trace[], after: readonly Trace[]) {
    this.before = before
    this.after = after
    this.beforeOf = after.map(() => undefined)
  }

  add(before: number, after: number): void {
    this.taken.add(before)
    this.beforeOf[after] = before
  }

  isTaken(before: number): boolean {
    return this.taken.has(before)
  }

  /** Pairs those that are left over with a mark that only one of each side has. */
  addUnique(mark: (trace: Trace) => string | undefined, accepts: Accepts = () => true): void {
    const was = unique(this.before, mark, (index) => this.taken.has(index))
    for (const [value, index] of unique(this.after, mark, (index) => this.beforeOf[index] !== undefined)) {
      const other = was.get(value)
      if (other === undefined) continue
      const [a, b] = [this.before[other], this.after[index]]
      if (a.uid !== undefined && b.uid !== undefined && a.uid !== b.uid) continue
      if (accepts(a, b)) this.add(other, index)
    }
  }
}

function unique(
  traces: readonly Trace[],
  mark: (trace: Trace) => string | undefined,
  isDone: (index: number) => boolean,
): Map<string, number> {
  const found = new Map<string, number>()
  const doubled = new Set<string>()
  for (const [index, trace] of traces.entries()) {
    const value = isDone(index) ? undefined : mark(trace)
    if (value === undefined) continue
    if (found.has(value)) doubled.add(value)
    found.set(value, index)
  }
  for (const value of doubled) found.delete(value)
  return found
}

/** What is left over on both sides between pairs that have kept their order. */
function* stretches(pairs: Pairs): Generator<{ from: number[]; to: number[] }> {
  const kept = longestRising(pairs.beforeOf)
  let [start, first] = [0, 0]
  for (const after of [...kept, pairs.after.length]) {
    const end = pairs.beforeOf[after] ?? pairs.before.length
    const from = range(first, end).filter((index) => !pairs.isTaken(index))
    const to = range(start, after).filter((index) => pairs.beforeOf[index] === undefined)
    if (from.length > 0 && to.length > 0) yield { from, to }
    start = after + 1
    first = end + 1
  }
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index)

/** Places of the longest series of rising values, holes left out. */
function longestRising(values: readonly (number | undefined)[]): number[] {
  const ends: number[] = []
  const previous = new Map<number, number | undefined>()
  for (const [place, value] of values.entries()) {
    if (value === undefined) continue
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (values[ends[middle]]! < value) low = middle + 1
      else high = middle
    }
    previous.set(place, ends[low - 1])
    ends[low] = place
  }
  const series: number[] = []
  for (let place = ends.at(-1); place !== undefined; place = previous.get(place)) series.push(place)
  return series.reverse()
}
