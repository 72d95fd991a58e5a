import { NO_TIMESTAMP } from '../time/index.ts'

/** What an iterator yields that has nothing to emit itself: the chain takes what lies in the output, and goes on. */
export const NOTHING: unique symbol = Symbol('nothing')

/** What waits to go out along the edges of one tag. */
export interface SideBuffer {
  values: unknown[]
  times: number[]
}

/**
 * Where an operator puts what it emits beside what its `apply` returns: records of shape `process`, and side outputs of
 * any shape. The chain takes what is there after every call of the operator and after every record it pulls from an
 * iterator; so an operator may emit as much as one call of user code makes, and must yield from an iterator what can be
 * more than that.
 */
export class Output {
  values: unknown[] = []
  times: number[] = []
  /** The timestamp of the record that an iterator of the operator yielded last; to be set before it yields. */
  timestamp = NO_TIMESTAMP
  /** By tag; only of tags that somebody reads. */
  readonly sides = new Map<string, SideBuffer>()
  /** Something lies in `sides`. */
  sided = false

  private readonly unread: ((tag: string, value: unknown, timestamp: number) => void) | undefined

  /**
   * @param tags side outputs that somebody reads
   * @param unread gets what goes to others; it is dropped otherwise
   */
  constructor(tags: Iterable<string> = [], unread?: (tag: string, value: unknown, timestamp: number) => void) {
    this.unread = unread
    for (const tag of tags) this.sides.set(tag, { values: [], times: [] })
  }

  emit(value: unknown, timestamp: number): void {
    this.values.push(value)
    this.times.push(timestamp)
  }

  /** To a side output. */
  emitSide(tag: string, value: unknown, timestamp: number): void {
    const side = this.sides.get(tag)
    if (side === undefined) {
      this.unread?.(tag, value, timestamp)
      return
    }
    side.values.push(value)
    side.times.push(timestamp)
    this.sided = true
  }
}
