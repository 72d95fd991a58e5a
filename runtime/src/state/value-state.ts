import type { KeyedTable } from './keyed-state.ts'
import type { Lifespans, Mortal, TimeToLive } from './time-to-live.ts'

/**
 * One value per key (Flink's `ValueState`). What `value` returns must not be changed without saying the new value with
 * `update`; a default is a copy each time.
 */
export interface ValueState<T> {
  value(): T
  /** `undefined` clears. */
  update(value: T | undefined): void
  clear(): void
}

/** A value that others are reduced into, per key (Flink's `ReducingState`). */
export interface ReducingState<T> {
  get(): T | undefined
  add(value: T): void
  clear(): void
}

/** Where a handle finds its key. */
export type CurrentKey = () => unknown

export class TableValueState<T> implements ValueState<T> {
  private readonly table: KeyedTable<T>
  private readonly key: CurrentKey
  private readonly byDefault: () => T

  constructor(table: KeyedTable<T>, key: CurrentKey, byDefault: () => T) {
    this.table = table
    this.key = key
    this.byDefault = byDefault
  }

  value(): T {
    const own = this.table.get(this.key())
    return own === undefined ? this.byDefault() : own
  }

  update(value: T | undefined): void {
    if (value === undefined) this.clear()
    else this.table.set(this.key(), value)
  }

  clear(): void {
    this.table.delete(this.key())
  }
}

export class MortalValueState<T> implements ValueState<T> {
  private readonly table: KeyedTable<Mortal<T>>
  private readonly key: CurrentKey
  private readonly byDefault: () => T
  private readonly life: TimeToLive<Mortal<T>>

  constructor(table: KeyedTable<Mortal<T>>, key: CurrentKey, byDefault: () => T, life: TimeToLive<Mortal<T>>) {
    this.table = table
    this.key = key
    this.byDefault = byDefault
    this.life = life
  }

  value(): T {
    const { table, life } = this
    const key = this.key()
    life.goOn()
    const own = table.get(key)
    if (own === undefined) return this.byDefault()
    if (own.expires <= life.now) {
      table.delete(key)
      return this.byDefault()
    }
    if (life.refreshesOnRead) {
      own.expires = life.expiry()
      table.changed(key, own)
    }
    return own.value
  }

  update(value: T | undefined): void {
    if (value === undefined) {
      this.clear()
      return
    }
    this.life.goOn()
    this.table.set(this.key(), { value, expires: this.life.expiry() })
  }

  clear(): void {
    this.table.delete(this.key())
  }
}

export const valueLifespans: Lifespans<Mortal<unknown>> = {
  count: () => 1,
  prune: (own, now) => (own.expires > now ? 1 : 0),
}

/** A value that has expired is shown to nobody. */
export function shownValue(clock: { now(): number }): (own: Mortal<unknown>) => unknown {
  return (own) => (own.expires > clock.now() ? own.value : undefined)
}

export class ReducedState<T> implements ReducingState<T> {
  private readonly state: ValueState<T | undefined>
  private readonly reduce: (a: T, b: T) => T

  constructor(state: ValueState<T | undefined>, reduce: (a: T, b: T) => T) {
    this.state = state
    this.reduce = reduce
  }

  get(): T | undefined {
    return this.state.value()
  }

  add(value: T): void {
    const before = this.state.value()
    this.state.update(before === undefined ? value : this.reduce(before, value))
  }

  clear(): void {
    this.state.clear()
  }
}
