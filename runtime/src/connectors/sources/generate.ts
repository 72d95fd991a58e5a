import { checkOptions } from '../check-options.ts'
import { defineSource, END, type End, type IndexedReader, type Source } from '../source.ts'

export interface GenerateOptions {
  /** How many records; without it the source never ends, and has one instance. */
  readonly count?: number
  /** Records a second of the whole source, evenly over time. Default: as fast as they are taken. */
  readonly ratePerSecond?: number
}

/** The indexes `first, first + step, ..` below `count`. `count` is null where there is no end. */
interface Split {
  readonly first: number
  readonly step: number
  readonly count: number | null
}

/**
 * Gives `fn(0)`, `fn(1)`, ... With a `count`, record `i` comes from instance `i mod parallelism`.
 *
 * @param fn makes the record with an index; a pure function, so that a restored job makes the same ones
 * @throws RangeError for a count that is no whole number from 0, or a rate that is not above 0
 */
export function generate<T>(fn: (index: number) => T, options: GenerateOptions = {}): Source<T> {
  checkOptions('generate', options, ['count', 'ratePerSecond'])
  const { count, ratePerSecond } = options
  if (typeof fn !== 'function') throw new TypeError('generate takes a function: (index) => record')
  if (count !== undefined && !(Number.isSafeInteger(count) && count >= 0)) {
    throw new RangeError(`count is ${count}: it has to be a whole number from 0`)
  }
  if (ratePerSecond !== undefined && !(ratePerSecond > 0 && ratePerSecond < Infinity)) {
    throw new RangeError(`ratePerSecond is ${ratePerSecond}: it has to be a number above 0`)
  }
  return defineSource({
    name: 'Generate',
    singleInstance: count === undefined ? 'records without a count have no end that could be split' : undefined,
    splits({ parallelism }) {
      const step = count === undefined ? 1 : parallelism
      return Array.from({ length: step }, (_, first): Split => ({ first, step, count: count ?? null }))
    },
    reader: (splits) => new GeneratingReader(fn, splits, ratePerSecond),
  })
}

interface Position {
  readonly split: number
  readonly next: number
}

class GeneratingReader<T> implements IndexedReader<T, Position> {
  readonly at: (index: number) => T
  private readonly splits: readonly Split[]
  private readonly ratePerSecond: number | undefined
  private split = 0
  private next: number
  /** Time, in milliseconds, at which index 0 would have been due. */
  private origin: number | undefined

  constructor(fn: (index: number) => T, splits: readonly Split[], ratePerSecond: number | undefined) {
    this.at = fn
    this.splits = splits
    this.ratePerSecond = ratePerSecond
    this.next = splits[0]?.first ?? 0
  }

  claim(max: number): { from: number; step: number; count: number; wait?: number } | End {
    while (this.split < this.splits.length) {
      const { step, count } = this.splits[this.split]
      const end = count ?? Number.MAX_SAFE_INTEGER
      if (this.next < end) {
        const due = Math.min(this.due(), end)
        const run = Math.min(Math.max(Math.ceil((due - this.next) / step), 0), max)
        const from = this.next
        this.next += run * step
        return run > 0 ? { from, step, count: run } : { from, step, count: 0, wait: this.untilDue(from) }
      }
      this.split++
      this.next = this.splits[this.split]?.first ?? 0
    }
    return END
  }

  /** The first index that is not due yet. */
  private due(): number {
    if (this.ratePerSecond === undefined) return Infinity
    const now = performance.now()
    // A restored reader goes on at the rate, it does not make up for the time in between.
    this.origin ??= now - (Math.floor(this.next / this.step()) * this.step() * 1000) / this.ratePerSecond
    return Math.floor(((now - this.origin) * this.ratePerSecond) / 1000)
  }

  /** Milliseconds until an index is due. */
  private untilDue(index: number): number {
    return Math.max(this.origin! + ((index + 1) * 1000) / this.ratePerSecond! - performance.now(), 0)
  }

  private step(): number {
    return this.splits[this.split].step
  }

  snapshot(): Position {
    return { split: this.split, next: this.next }
  }

  restore(position: Position): void {
    this.split = position.split
    this.next = position.next
  }

  progress(): number | undefined {
    if (this.split >= this.splits.length) return 1
    const { first, count } = this.splits[this.split]
    return count === null ? undefined : Math.min((this.next - first) / count, 1)
  }
}
