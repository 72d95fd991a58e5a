import { keyGroup } from '../partitioning/index.ts'
import type { DiskFile } from './disk-file.ts'
import { type Cached, type DiskCache, DiskTable, MOST_IN_ORDER } from './disk-table.ts'
import type { KeyedStateStore, KeyedTable, NamespacedTables, StateEntry } from './keyed-state.ts'
import { fromGroups, SnapshotWriter } from './snapshot-format.ts'

/** Bytes that the young values may have on disk; in memory it is several times as many. */
const MOST_BYTES = 32 * 2 ** 20
/** Values that are measured each time at most. */
const SAMPLE = 32
/** Young values at most, until it is known how large they are. */
const FIRST_LIMIT = 256
/** Young values at least, however large they are. */
const LEAST_YOUNG = 8
/** Changes, in times of the most young values, after which a time ends, where few keys are used over and over: their values may grow. */
const CHANGES = 8

/** State on disk, of one operator instance. All its tables have their values in memory within one bound. */
export class DiskState implements KeyedStateStore, DiskCache {
  readonly file: DiskFile
  readonly maxParallelism: number
  private readonly tables = new Map<string, DiskTable<unknown>>()
  private readonly families = new Map<string, DiskTables<unknown>>()
  private readonly most: number
  /** Young values at most; fewer than `most` where they are large. */
  private limit: number
  private young = 0
  private changes = 0

  /** @param cacheEntries values in memory, in all tables */
  constructor(file: DiskFile, maxParallelism: number, cacheEntries: number) {
    this.file = file
    this.maxParallelism = maxParallelism
    this.most = Math.min(Math.floor(cacheEntries / 2), MOST_IN_ORDER)
    this.limit = Math.min(FIRST_LIMIT, this.most)
  }

  admit(): void {
    if (this.young >= this.limit) this.turnOver()
    this.young++
  }

  changed(): void {
    if (++this.changes >= CHANGES * this.limit) this.turnOver()
  }

  table<V>(name: string): KeyedTable<V> {
    let table = this.tables.get(name)
    if (table === undefined) {
      table = new DiskTable(name, this)
      this.tables.set(name, table)
    }
    return table as DiskTable<V>
  }

  namespaced<V>(name: string): NamespacedTables<V> {
    let family = this.families.get(name)
    if (family === undefined) {
      family = new DiskTables(name, this)
      this.families.set(name, family)
    }
    return family as DiskTables<V>
  }

  snapshot(): ReadonlyMap<number, Uint8Array> {
    const writer = new SnapshotWriter()
    for (const [name, namespace, table] of this.all()) {
      writer.table(name, namespace)
      for (const [key, value] of table.entries()) writer.add(keyGroup(key, this.maxParallelism), key, value)
    }
    return writer.finish()
  }

  restore(groups: Iterable<Uint8Array>): void {
    for (const [name, namespace, key, value] of fromGroups(groups)) {
      const table = namespace === undefined ? this.table(name) : this.namespaced(name).of(namespace)
      table.set(key, value)
    }
  }

  query(key: unknown): StateEntry[] {
    const found: StateEntry[] = []
    for (const [name, namespace, table] of this.all()) {
      const value = table.peek(key)
      if (value !== undefined) found.push({ name, ...(namespace === undefined ? {} : { namespace }), value })
    }
    return found
  }

  names(): string[] {
    return [...this.tables.keys(), ...this.families.keys()]
  }

  /** The file goes as a whole, with the thread that has it. */
  close(): void {}

  /** What was young becomes old, and what was old is written and forgotten. */
  private turnOver(): void {
    const leaving: [DiskTable<unknown>, readonly Cached[]][] = []
    let count = 0
    for (const [, , table] of this.all()) {
      const own = table.leaving()
      if (own.length > 0) leaving.push([table, own])
      count += own.length
    }
    // Only after it has been written: state that was forgotten would be lost where a record may fail and the job go on.
    if (count > 0) {
      this.file.write(count, (writer) => {
        for (const [table, own] of leaving) table.write(own, writer)
      })
    }
    this.measure()
    for (const [, , table] of this.all()) table.turnOver()
    this.young = 0
    this.changes = 0
  }

  private measure(): void {
    let values = 0
    let bytes = 0
    const wanted = Math.min(SAMPLE, Math.ceil(this.limit / 4))
    for (const [, , table] of this.all()) {
      const sample = table.sampleBytes(wanted - values)
      values += sample.values
      bytes += sample.bytes
      if (values === wanted) break
    }
    const fitting = Math.floor((MOST_BYTES * values) / Math.max(1, bytes))
    if (values > 0) this.limit = Math.max(Math.min(LEAST_YOUNG, this.most), Math.min(this.most, fitting))
  }

  private *all(): IterableIterator<[name: string, namespace: number | undefined, table: DiskTable<unknown>]> {
    for (const [name, table] of this.tables) yield [name, undefined, table]
    for (const [name, family] of this.families) {
      for (const namespace of family.namespaces()) yield [name, namespace, family.of(namespace)]
    }
  }
}

class DiskTables<V> implements NamespacedTables<V> {
  private readonly name: string
  private readonly cache: DiskCache
  private readonly tables = new Map<number, DiskTable<V>>()

  constructor(name: string, cache: DiskCache) {
    this.name = name
    this.cache = cache
  }

  of(namespace: number): DiskTable<V> {
    let table = this.tables.get(namespace)
    if (table === undefined) {
      table = new DiskTable(this.name, this.cache)
      this.tables.set(namespace, table)
    }
    return table
  }

  has(namespace: number): boolean {
    return this.tables.has(namespace)
  }

  drop(namespace: number): void {
    this.tables.get(namespace)?.clear()
    this.tables.delete(namespace)
  }

  namespaces(): readonly number[] {
    return [...this.tables.keys()].sort((a, b) => a - b)
  }
}
