import { defineSource, END, type Source, type SourceReader } from '../source.ts'

/** Every `step`-th element, beginning with `first`. */
interface Split {
  readonly first: number
  readonly step: number
}

/**
 * Gives the elements of an array: element `i` to instance `i mod parallelism`.
 *
 * @param elements the same in every thread: it is made by the job file, which every thread runs
 */
export function fromCollection<T>(elements: readonly T[]): Source<T> {
  if (!Array.isArray(elements)) {
    throw new TypeError('fromCollection takes an array: other iterables go to env.source(..) as they are')
  }
  return defineSource({
    splits: ({ parallelism }) =>
      Array.from({ length: parallelism }, (_, first): Split => ({ first, step: parallelism })),
    reader: (splits) => new CollectionReader(elements, splits),
  })
}

interface Position {
  readonly split: number
  /** Elements of the split that have been read. */
  readonly read: number
}

class CollectionReader<T> implements SourceReader<T, Position> {
  private readonly elements: readonly T[]
  private readonly splits: readonly Split[]
  private split = 0
  private read = 0

  constructor(elements: readonly T[], splits: readonly Split[]) {
    this.elements = elements
    this.splits = splits
  }

  poll(max: number): readonly T[] | typeof END {
    for (; this.split < this.splits.length; this.split++, this.read = 0) {
      const { first, step } = this.splits[this.split]
      const records: T[] = []
      for (let i = first + this.read * step; i < this.elements.length && records.length < max; i += step) {
        records.push(this.elements[i])
      }
      this.read += records.length
      if (records.length > 0) return records
    }
    return END
  }

  snapshot(): Position {
    return { split: this.split, read: this.read }
  }

  restore(position: Position): void {
    this.split = position.split
    this.read = position.read
  }

  progress(): number {
    return this.split < this.splits.length ? (this.read * this.splits[this.split].step) / this.elements.length : 1
  }
}
