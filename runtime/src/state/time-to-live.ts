import type { KeyedTable } from './keyed-state.ts'

/** How long state is kept (Flink's `StateTtlConfig`). */
export interface TtlOptions {
  /** Milliseconds of processing time after which a value is gone. Default: it stays. */
  readonly ttl?: number
  /** What begins the time anew: writing, or reading as well. Default `write`. */
  readonly refresh?: 'write' | 'readAndWrite'
}

/** A value with the processing time at which it is gone. */
export interface Mortal<T> {
  value: T
  expires: number
}

/** Entries looked at with each access, so that what nobody asks for goes too. */
const SWEPT = 2

/**
 * Keeps track of what has expired in one table. Expired values are never returned; they are removed when they are met, or
 * by a sweep that goes on a little with every access.
 */
export class TimeToLive<V> {
  readonly refreshesOnRead: boolean
  private readonly ttl: number
  private readonly clock: { now(): number }
  private readonly table: KeyedTable<V>
  /** Removes what has expired inside a value; false if nothing is left of it. */
  private readonly prune: (value: V, now: number) => boolean
  private sweep: IterableIterator<[unknown, V]> | undefined

  constructor(
    options: TtlOptions & { readonly ttl: number },
    clock: { now(): number },
    table: KeyedTable<V>,
    prune: (value: V, now: number) => boolean,
  ) {
    this.ttl = options.ttl
    this.refreshesOnRead = options.refresh === 'readAndWrite'
    this.clock = clock
    this.table = table
    this.prune = prune
  }

  get now(): number {
    return this.clock.now()
  }

  expiry(): number {
    return this.clock.now() + this.ttl
  }

  /** To be called with every access. */
  goOn(): void {
    for (let i = 0; i < SWEPT; i++) {
      this.sweep ??= this.table.entries()
      const { done, value } = this.sweep.next()
      if (done) {
        this.sweep = undefined
        return
      }
      if (!this.prune(value[1], this.clock.now())) this.table.delete(value[0])
    }
  }
}
