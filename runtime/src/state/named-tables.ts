import { keyGroup, keyIdentity } from '../partitioning/index.ts'
import type { KeyedStateStore, KeyedTable, NamespacedTables, Shown, StateEntry } from './keyed-state.ts'
import { fromGroups, SnapshotWriter } from './snapshot-format.ts'

/** Values that are looked at to find some keys: what has expired shows nothing. */
const LOOKED_AT = 10_000

/**
 * The tables of one operator instance by their names, wherever they keep their entries. Entries are not kept by key
 * group, because finding a key's group costs as much as finding the key; they are sorted into groups when a snapshot is
 * taken.
 */
export abstract class NamedTables<T extends KeyedTable<unknown>> implements KeyedStateStore {
  readonly maxParallelism: number
  private readonly tables = new Map<string, T>()
  private readonly families = new Map<string, TableFamily<T>>()
  private readonly shown = new Map<string, Shown<any>>()

  constructor(maxParallelism: number) {
    this.maxParallelism = maxParallelism
  }

  protected abstract newTable(name: string): T
  /** The value of a key, for a look that leaves no trace. */
  protected abstract peek(table: T, key: unknown): unknown

  table<V>(name: string, shown?: Shown<V>): KeyedTable<V> {
    if (shown !== undefined) this.shown.set(name, shown)
    let table = this.tables.get(name)
    if (table === undefined) {
      table = this.newTable(name)
      this.tables.set(name, table)
    }
    return table as KeyedTable<unknown> as KeyedTable<V>
  }

  namespaced<V>(name: string, shown?: Shown<V>): NamespacedTables<V> {
    if (shown !== undefined) this.shown.set(name, shown)
    let family = this.families.get(name)
    if (family === undefined) {
      family = new TableFamily(() => this.newTable(name))
      this.families.set(name, family)
    }
    return family as NamespacedTables<unknown> as NamespacedTables<V>
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
      const shown = this.shown.get(name)
      if (shown === 'nothing') continue
      const kept = this.peek(table, key)
      const value = kept === undefined || shown === undefined ? kept : shown(kept)
      if (value !== undefined) found.push({ name, ...(namespace === undefined ? {} : { namespace }), value })
    }
    return found
  }

  keys(limit: number): unknown[] {
    const found = new Map<unknown, unknown>()
    let looked = 0
    for (const [name, , table] of this.all()) {
      const shown = this.shown.get(name)
      if (shown === 'nothing') continue
      for (const [key, value] of table.entries()) {
        if (found.size >= limit || ++looked > LOOKED_AT) return [...found.values()]
        if (shown === undefined || shown(value) !== undefined) found.set(keyIdentity(key), key)
      }
    }
    return [...found.values()]
  }

  names(): string[] {
    return [...this.tables.keys(), ...this.families.keys()].filter((name) => this.shown.get(name) !== 'nothing')
  }

  close(): void {}

  protected *all(): IterableIterator<[name: string, namespace: number | undefined, table: T]> {
    for (const [name, table] of this.tables) yield [name, undefined, table]
    for (const [name, family] of this.families) {
      for (const namespace of family.namespaces()) yield [name, namespace, family.of(namespace)]
    }
  }
}

class TableFamily<T extends KeyedTable<unknown>> implements NamespacedTables<unknown> {
  private readonly newTable: () => T
  private readonly tables = new Map<number, T>()

  constructor(newTable: () => T) {
    this.newTable = newTable
  }

  of(namespace: number): T {
    let table = this.tables.get(namespace)
    if (table === undefined) {
      table = this.newTable()
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
