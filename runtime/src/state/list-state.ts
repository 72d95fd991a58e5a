import type { KeyedTable } from './keyed-state.ts'
import type { Mortal, TimeToLive } from './time-to-live.ts'
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
    this.addAll([value])
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
    const own = this.living()
    if (own.length > 0 && this.life.refreshesOnRead) {
      for (const element of own) element.expires = this.life.expiry()
      this.table.changed(this.key(), own)
    }
    return own.map(({ value }) => value)
  }

  add(value: T): void {
    this.addAll([value])
  }

  addAll(values: Iterable<T>): void {
    const expires = this.life.expiry()
    const all = [...this.living(), ...Array.from(values, (value) => ({ value, expires }))]
    if (all.length > 0) this.table.set(this.key(), all)
  }

  update(values: readonly T[]): void {
    this.clear()
    this.addAll(values)
  }

  clear(): void {
    this.table.delete(this.key())
  }

  private living(): Mortal<T>[] {
    const key = this.key()
    this.life.goOn()
    const own = this.table.get(key)
    if (own === undefined) return []
    if (pruneList(own, this.life.now)) return own
    this.table.delete(key)
    return []
  }
}

/** Removes what has expired; false if nothing is left. */
export function pruneList(list: Mortal<unknown>[], now: number): boolean {
  let kept = 0
  for (const element of list) if (element.expires > now) list[kept++] = element
  list.length = kept
  return kept > 0
}
