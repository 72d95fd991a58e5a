import { keyIdentity } from '../partitioning/index.ts'
import type { KeyedTable } from './keyed-state.ts'
import type { Lifespans, TimeToLive } from './time-to-live.ts'
import type { CurrentKey } from './value-state.ts'

/** A map per key. Its own keys compare by content, too. */
export interface MapState<K, V> {
  get(key: K): V | undefined
  set(key: K, value: V): void
  has(key: K): boolean
  delete(key: K): boolean
  keys(): K[]
  values(): V[]
  entries(): [K, V][]
  readonly size: number
  clear(): void
}

export interface MapEntry {
  readonly key: unknown
  value: unknown
  /** Infinity where it stays. */
  expires: number
}
export type Entries = Map<unknown, MapEntry>

export class TableMapState<K, V> implements MapState<K, V> {
  private readonly table: KeyedTable<Entries>
  private readonly current: CurrentKey
  private readonly life: TimeToLive<Entries> | undefined

  constructor(table: KeyedTable<Entries>, current: CurrentKey, life: TimeToLive<Entries> | undefined) {
    this.table = table
    this.current = current
    this.life = life
  }

  get(key: K): V | undefined {
    const all = this.all()
    const own = this.living(all, key)
    if (own === undefined) return undefined
    if (this.life?.refreshesOnRead) {
      own.expires = this.life.expiry()
      this.table.changed(this.current(), all!)
    }
    return own.value as V
  }

  has(key: K): boolean {
    return this.living(this.all(), key) !== undefined
  }

  set(key: K, value: V): void {
    const all = this.all()
    const entry = { key, value, expires: this.life === undefined ? Number.POSITIVE_INFINITY : this.life.expiry() }
    if (all === undefined) this.table.set(this.current(), new Map([[keyIdentity(key), entry]]))
    else {
      const identity = keyIdentity(key)
      // What has expired comes back as a new entry, behind the others.
      if (this.living(all, key) === undefined) all.delete(identity)
      all.set(identity, entry)
      this.table.changed(this.current(), all)
    }
  }

  delete(key: K): boolean {
    const all = this.all()
    const lived = this.living(all, key) !== undefined
    if (!all?.delete(keyIdentity(key))) return false
    if (all.size === 0) this.clear()
    else this.table.changed(this.current(), all)
    return lived
  }

  keys(): K[] {
    return this.read(true).map((entry) => entry.key as K)
  }

  values(): V[] {
    return this.read(true).map((entry) => entry.value as V)
  }

  entries(): [K, V][] {
    return this.read(true).map((entry) => [entry.key as K, entry.value as V])
  }

  get size(): number {
    return this.life === undefined ? (this.all()?.size ?? 0) : this.read(false).length
  }

  clear(): void {
    this.table.delete(this.current())
  }

  private all(): Entries | undefined {
    const current = this.current()
    this.life?.goOn()
    return this.table.get(current)
  }

  private living(all: Entries | undefined, key: K): MapEntry | undefined {
    const own = all?.get(keyIdentity(key))
    return own === undefined || this.life === undefined || own.expires > this.life.now ? own : undefined
  }

  /** All that live; the others are removed. */
  private read(refreshed: boolean): MapEntry[] {
    const { table, life } = this
    const all = this.all()
    if (all === undefined) return []
    if (life === undefined) return [...all.values()]
    const before = all.size
    const refreshes = refreshed && life.refreshesOnRead
    if (pruneEntries(all, life.now) === 0) {
      this.clear()
      return []
    }
    const living = [...all.values()]
    if (refreshes) for (const entry of living) entry.expires = life.expiry()
    if (refreshes || living.length < before) table.changed(this.current(), all)
    return living
  }
}

/** Removes what has expired; returns how many are left. */
function pruneEntries(entries: Entries, now: number): number {
  for (const [identity, entry] of entries) if (entry.expires <= now) entries.delete(identity)
  return entries.size
}

export const mapLifespans: Lifespans<Entries> = { count: (entries) => entries.size, prune: pruneEntries }

/** The entries that have not expired, as `entries` returns them. */
export function shownEntries(clock: { now(): number }): (entries: Entries) => unknown {
  return (entries) => {
    const now = clock.now()
    const living = [...entries.values()].filter(({ expires }) => expires > now)
    return living.length === 0 ? undefined : living.map(({ key, value }) => [key, value])
  }
}
