import type { DiskFile } from './disk-file.ts'
import { DiskTable, type TableHost } from './disk-table.ts'
import type { KeyedStateStore, KeyedTable, NamespacedTables, StateEntry } from './keyed-state.ts'
import { fromGroups, type Saved, toGroup } from './snapshot-format.ts'

/** State on disk, of one operator instance. */
export class DiskState implements KeyedStateStore, TableHost {
  readonly file: DiskFile
  readonly maxParallelism: number
  readonly halfCache: number
  private readonly id: number
  private readonly tables = new Map<string, DiskTable<unknown>>()
  private readonly families = new Map<string, DiskTables<unknown>>()
  private names_ = 0

  constructor(file: DiskFile, maxParallelism: number, cacheEntries: number) {
    this.file = file
    this.maxParallelism = maxParallelism
    this.halfCache = Math.floor(cacheEntries / 2)
    this.id = file.register()
  }

  table<V>(name: string): KeyedTable<V> {
    let table = this.tables.get(name)
    if (table === undefined) {
      table = new DiskTable(this, this.prefix())
      this.tables.set(name, table)
    }
    return table as DiskTable<V>
  }

  namespaced<V>(name: string): NamespacedTables<V> {
    let family = this.families.get(name)
    if (family === undefined) {
      family = new DiskTables(this, this.prefix())
      this.families.set(name, family)
    }
    return family as DiskTables<V>
  }

  snapshot(): ReadonlyMap<number, Uint8Array> {
    for (const [, , table] of this.all()) table.flush()
    const groups = new Map<number, Uint8Array>()
    for (let group = 0; group < this.maxParallelism; group++) {
      const saved: Saved[] = []
      for (const [name, namespace, table] of this.all()) {
        for (const [key, value] of table.ofGroup(group)) saved.push([name, namespace, key, value])
      }
      if (saved.length > 0) groups.set(group, toGroup(saved))
    }
    return groups
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

  /** The file goes as a whole, with the thread that has it. */
  close(): void {}

  private prefix(): Buffer {
    const bytes = Buffer.allocUnsafe(6)
    bytes.writeUInt32BE(this.id, 0)
    bytes.writeUInt16BE(this.names_++, 4)
    return bytes
  }

  private *all(): IterableIterator<[name: string, namespace: number | undefined, table: DiskTable<unknown>]> {
    for (const [name, table] of this.tables) yield [name, undefined, table]
    for (const [name, family] of this.families) {
      for (const namespace of family.namespaces()) yield [name, namespace, family.of(namespace)]
    }
  }
}

class DiskTables<V> implements NamespacedTables<V> {
  private readonly host: TableHost
  private readonly prefix: Buffer
  private readonly tables = new Map<number, DiskTable<V>>()

  constructor(host: TableHost, prefix: Buffer) {
    this.host = host
    this.prefix = prefix
  }

  of(namespace: number): DiskTable<V> {
    let table = this.tables.get(namespace)
    if (table === undefined) {
      const bytes = Buffer.allocUnsafe(8)
      bytes.writeDoubleBE(namespace, 0)
      table = new DiskTable(this.host, Buffer.concat([this.prefix, bytes]))
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
