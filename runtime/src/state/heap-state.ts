import { keyGroup } from '../partitioning/index.ts'
import { HeapTable } from './heap-table.ts'
import type { KeyedStateStore, KeyedTable, NamespacedTables, StateEntry } from './keyed-state.ts'
import { fromGroups, SnapshotWriter } from './snapshot-format.ts'

/**
 * State in memory. Entries are not kept by key group, because finding a key's group costs as much as finding the key;
 * they are sorted into groups when a snapshot is taken.
 */
export class HeapState implements KeyedStateStore {
  private readonly maxParallelism: number
  private readonly tables = new Map<string, HeapTable<unknown>>()
  private readonly families = new Map<string, HeapTables<unknown>>()

  constructor(maxParallelism: number) {
    this.maxParallelism = maxParallelism
  }

  table<V>(name: string): HeapTable<V> {
    let table = this.tables.get(name)
    if (table === undefined) {
      table = new HeapTable()
      this.tables.set(name, table)
    }
    return table as HeapTable<V>
  }

  namespaced<V>(name: string): NamespacedTables<V> {
    let family = this.families.get(name)
    if (family === undefined) {
      family = new HeapTables()
      this.families.set(name, family)
    }
    return family as HeapTables<V>
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
      const value = table.get(key)
      if (value !== undefined) found.push({ name, ...(namespace === undefined ? {} : { namespace }), value })
    }
    return found
  }

  names(): string[] {
    return [...this.tables.keys(), ...this.families.keys()]
  }

  close(): void {}

  private *all(): IterableIterator<[name: string, namespace: number | undefined, table: KeyedTable<unknown>]> {
    for (const [name, table] of this.tables) yield [name, undefined, table]
    for (const [name, family] of this.families) {
      for (const namespace of family.namespaces()) yield [name, namespace, family.of(namespace)]
    }
  }
}

class HeapTables<V> implements NamespacedTables<V> {
  private readonly tables = new Map<number, HeapTable<V>>()

  of(namespace: number): KeyedTable<V> {
    let table = this.tables.get(namespace)
    if (table === undefined) {
      table = new HeapTable()
      this.tables.set(namespace, table)
    }
    return table
  }

  has(namespace: number): boolean {
    return this.tables.has(namespace)
  }

  drop(namespace: number): void {
    this.tables.delete(namespace)
  }

  namespaces(): readonly number[] {
    return [...this.tables.keys()].sort((a, b) => a - b)
  }
}
