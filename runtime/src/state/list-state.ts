import type { KeyedTable } from './keyed-state.ts'
import type { Lifespans, Mortal, TimeToLive } from './time-to-live.ts'
import type { CurrentKey } from './value-state.ts'

/** A list per key. What `get` returns must not be changed. */
export interface ListState<T> {
  /** The elements in the order they were added; an empty list where there are none. */
  get(): readonly T[]
  add(value: T): void
  addAll(values: Iterable<T>): void
  /** Replaces the list. */
  update(values: readonly T[]): void
  clear(): void
}

export class TableListState<T> implements ListState<T> {
  private readonly table: KeyedTable<T[]>
  private readonly key: CurrentKey

  constructor(table: KeyedTable<T[]>, key: CurrentKey) {
    this.table = table
    this.key = key
  }

  get(): readonly T[] {
    return this.table.get(this.key())?.slice() ?? []
  }

  add(value: T): void {
    const key = this.key()
    const own = this.table.get(key)
    if (own === undefined) this.table.set(key, [value])
    else {
      own.push(value)
      this.table.changed(key, own)
    }
  }

  addAll(values: Iterable<T>): void {
    const key = this.key()
    const own = this.table.get(key)
    if (own === undefined) this.update([...values])
    else {
      for (const value of values) own.push(value)
      this.table.changed(key, own)
    }
  }

  update(values: readonly T[]): void {
    if (values.length === 0) this.clear()
    else this.table.set(this.key(), [...values])
  }

  clear(): void {
    this.table.delete(this.key())
  }
}

/** Each element has a time of its own. */
export class MortalListState<T> implements ListState<T> {
  private readonly table: KeyedTable<Mortal<T>[]>
  private readonly key: CurrentKey
  private readonly life: TimeToLive<Mortal<T>[]>

  constructor(table: KeyedTable<Mortal<T>[]>, key: CurrentKey, life: TimeToLive<Mortal<T>[]>) {
    this.table = table
    this.key = key
    this.life = life
  }

  get(): readonly T[] {
    const { table, life } = this
    const key = this.key()
    life.goOn()
    const own = table.get(key)
    if (own === undefined) return []
    const before = own.length
    if (pruneList(own, life.now) === 0) {
      table.delete(key)
      return []
    }
    if (life.refreshesOnRead) for (const element of own) element.expires = life.expiry()
    if (life.refreshesOnRead || own.length < before) table.changed(key, own)
    return own.map(({ value }) => value)
  }

  /** What has expired before it stays until the list is read or the sweep comes, so that it costs the same for any list. */
  add(value: T): void {
    const { table, life } = this
    const key = this.key()
    life.goOn()
    const own = table.get(key)
    const element = { value, expires: life.expiry() }
    if (own === undefined) table.set(key, [element])
    else {
      own.push(element)
      table.changed(key, own)
    }
  }

  addAll(values: Iterable<T>): void {
    for (const value of values) this.add(value)
  }

  update(values: readonly T[]): void {
    const expires = this.life.expiry()
    if (values.length === 0) this.clear()
    else
      this.table.set(
        this.key(),
        values.map((value) => ({ value, expires })),
      )
  }

  clear(): void {
    this.table.delete(this.key())
  }
}

/** Removes what has expired; returns how many are left. */
function pruneList(list: Mortal<unknown>[], now: number): number {
  let kept = 0
  for (const element of list) if (element.expires > now) list[kept++] = element
  list.length = kept
  return kept
}

export const listLifespans: Lifespans<Mortal<unknown>[]> = { count: (list) => list.length, prune: pruneList }

/** The elements that have not expired. */
export function shownList(clock: { now(): number }): (list: readonly Mortal<unknown>[]) => unknown {
  return (list) => {
    const now = clock.now()
    const living = list.filter(({ expires }) => expires > now)
    return living.length === 0 ? undefined : living.map(({ value }) => value)
  }
}
