import { keyIdentity } from '../partitioning/index.ts'
import type { KeyedTable } from './keyed-state.ts'
import type { TimeToLive } from './time-to-live.ts'
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
    const own = this.living()?.get(keyIdentity(key))
    if (own !== undefined) this.refresh(own)
    return own?.value as V | undefined
  }

  has(key: K): boolean {
    return this.living()?.has(keyIdentity(key)) ?? false
  }

  set(key: K, value: V): void {
    const current = this.current()
    let own = this.living()
    const isNew = own === undefined
    own ??= new Map()
    own.set(keyIdentity(key), { key, value, expires: this.life?.expiry() ?? Number.POSITIVE_INFINITY })
    if (isNew) this.table.set(current, own)
    else this.table.changed(current, own)
  }

  delete(key: K): boolean {
    const own = this.living()
    if (own === undefined || !own.delete(keyIdentity(key))) return false
    if (own.size === 0) this.clear()
    else this.table.changed(this.current(), own)
    return true
  }

  keys(): K[] {
    return this.all().map((entry) => entry.key as K)
  }

  values(): V[] {
    return this.all().map((entry) => entry.value as V)
  }

  entries(): [K, V][] {
    return this.all().map((entry) => [entry.key as K, entry.value as V])
  }

  get size(): number {
    return this.living()?.size ?? 0
  }

  clear(): void {
    this.table.delete(this.current())
  }

  private all(): MapEntry[] {
    const all = [...(this.living()?.values() ?? [])]
    for (const entry of all) this.refresh(entry)
    return all
  }

  private refresh(entry: MapEntry): void {
    if (!this.life?.refreshesOnRead) return
    entry.expires = this.life.expiry()
    const current = this.current()
    this.table.changed(current, this.table.get(current)!)
  }

  private living(): Entries | undefined {
    const current = this.current()
    const { life } = this
    life?.goOn()
    const own = this.table.get(current)
    if (own === undefined || life === undefined || pruneEntries(own, life.now)) return own
    this.table.delete(current)
    return undefined
  }
}

/** Removes what has expired; false if nothing is left. */
export function pruneEntries(entries: Entries, now: number): boolean {
  for (const [identity, entry] of entries) if (entry.expires <= now) entries.delete(identity)
  return entries.size > 0
}
