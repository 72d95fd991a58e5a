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

/** What a time to live asks of the values of a table. */
export interface Lifespans<V> {
  /** Things in a value that have a time of their own. */
  count(value: V): number
  /** Removes what has expired in it, and says how many are left. */
  prune(value: V, now: number): number
}

/** Things looked at with each access, so that what nobody asks for goes too (Flink's incremental cleanup). */
const SWEPT = 2
/** Accesses between two rounds through a table. */
const REST = 32

/**
 * Keeps track of what has expired in one table. Expired values are never returned; they are removed when they are met, or
 * by a sweep that goes on a little with every access.
 */
export class TimeToLive<V> {
  readonly refreshesOnRead: boolean
  private readonly ttl: number
  private readonly clock: { now(): number }
  private readonly table: KeyedTable<V>
  private readonly lifespans: Lifespans<V>
  private sweep: IterableIterator<[unknown, V]> | undefined
  /** Things that may be looked at; a large value is looked at as a whole, and is paid for by the accesses that follow. */
  private credit = 0

  constructor(
    options: TtlOptions & { readonly ttl: number },
    clock: { now(): number },
    table: KeyedTable<V>,
    lifespans: Lifespans<V>,
  ) {
    this.ttl = options.ttl
    this.refreshesOnRead = options.refresh === 'readAndWrite'
    this.clock = clock
    this.table = table
    this.lifespans = lifespans
  }

  get now(): number {
    return this.clock.now()
  }

  expiry(): number {
    return this.clock.now() + this.ttl
  }

  /** To be called with every access. */
  goOn(): void {
    this.credit += SWEPT
    while (this.credit > 0) {
      this.sweep ??= this.table.entries()
      const { done, value } = this.sweep.next()
      if (done) {
        this.sweep = undefined
        this.credit = -SWEPT * REST
        return
      }
      this.look(value[0], value[1])
    }
  }

  private look(key: unknown, value: V): void {
    const before = this.lifespans.count(value)
    const left = this.lifespans.prune(value, this.clock.now())
    if (left === 0) this.table.delete(key)
    else if (left < before) this.table.changed(key, value)
    this.credit -= Math.max(1, before)
  }
}
