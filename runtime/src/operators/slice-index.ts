import { HeapTable, type KeyedTable } from '../state/index.ts'
import type { Accumulator, WindowFunction } from './window-function.ts'

/** What one slice has of a key. */
interface Part {
  readonly end: number
  readonly content: Accumulator
  next: Part | undefined
}

/** The parts of a key that are in the window fired last, ascending. */
interface Parts {
  first: Part
  last: Part
}

/**
 * Which slices of a window have a key, carried on from one window to the next: a window that fires looks up only the keys
 * of the slices that are new in it, instead of each key in each slice. It holds no contents, only references to them; so
 * it is for state in memory, where a table gives the same object again.
 */
export class SliceIndex {
  private readonly fn: WindowFunction
  private keys = new HeapTable<Parts>()
  /** The end of the last slice that is in. */
  private reached = Number.NEGATIVE_INFINITY

  constructor(fn: WindowFunction) {
    this.fn = fn
  }

  /** A slice has got a key; if that slice is in already, the next window has to begin anew. */
  added(end: number): void {
    if (end <= this.reached) this.clear()
  }

  clear(): void {
    if (this.reached === Number.NEGATIVE_INFINITY) return
    this.keys = new HeapTable()
    this.reached = Number.NEGATIVE_INFINITY
  }

  /**
   * All keys of a window, each with what its slices have together.
   *
   * @param start of the window; not before that of the one before
   * @param slices those that exist in the window, by their ends, ascending
   */
  *window(
    start: number,
    slices: readonly { readonly end: number; readonly table: KeyedTable<Accumulator> }[],
  ): Generator<[key: unknown, Accumulator]> {
    for (const { end, table } of slices) {
      if (end <= this.reached) continue
      for (const [key, content] of table.entries()) this.append(key, { end, content, next: undefined })
      this.reached = end
    }
    for (const entry of this.keys.entries()) {
      const [key, parts] = entry
      let first: Part | undefined = parts.first
      while (first !== undefined && first.end <= start) first = first.next
      if (first === undefined) {
        this.keys.delete(key)
        continue
      }
      parts.first = first
      yield [key, first.next === undefined ? first.content : this.merged(first)]
    }
  }

  private append(key: unknown, part: Part): void {
    const parts = this.keys.get(key)
    if (parts === undefined) this.keys.set(key, { first: part, last: part })
    else {
      parts.last.next = part
      parts.last = part
    }
  }

  private merged(first: Part): Accumulator {
    const { fn } = this
    const content = fn.copy!(first.content)
    for (let part = first.next; part !== undefined; part = part.next) fn.merge!(content, part.content)
    return content
  }
}
