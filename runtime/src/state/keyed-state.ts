/**
 * One value per key, for one operator instance. Keys compare by content: strings, numbers (-0 and 0 equal, NaN equal to
 * NaN), bigints, booleans, dates, arrays and plain objects.
 *
 * A value is plain data. What `get` returns may be changed in place, and `changed` must be called then: a table on disk
 * would lose the change otherwise.
 */
export interface KeyedTable<V> {
  get(key: unknown): V | undefined
  /** @param value not undefined, which means that there is none */
  set(key: unknown, value: V): void
  /** The value that `get` has returned was changed in place. */
  changed(key: unknown, value: V): void
  /** True if there was a value. */
  delete(key: unknown): boolean
  /**
   * In no particular order. The table may be changed meanwhile: what is new may be left out, and a value is the one that
   * the key has when it is reached.
   */
  entries(): IterableIterator<[key: unknown, value: V]>
  clear(): void
}

/** Tables of one kind by a number (the end of a window, a slice), each of which is dropped as a whole. */
export interface NamespacedTables<V> {
  /** Made when it is first asked for. */
  of(namespace: number): KeyedTable<V>
  has(namespace: number): boolean
  drop(namespace: number): void
  /** Those that exist, ascending. */
  namespaces(): readonly number[]
}

/**
 * What whoever asks a running job is shown of a value that a table keeps; `undefined` where there is nothing to show.
 * `nothing` for a table that is the operator's own affair.
 */
export type Shown<V> = 'nothing' | ((value: V) => unknown)

/** What an operator instance keeps per key. A name means one table for the life of a job's savepoints. */
export interface KeyedState {
  /** @param shown default: the value as it is kept. It must leave the value as it is. */
  table<V>(name: string, shown?: Shown<V>): KeyedTable<V>
  namespaced<V>(name: string, shown?: Shown<V>): NamespacedTables<V>
}

/** What a key has in one table, for whoever asks a running job. */
export interface StateEntry {
  readonly name: string
  readonly namespace?: number
  /** As the table shows it. */
  readonly value: unknown
}

/**
 * The state of one operator instance as its engine sees it. Snapshots are by key group, so that they can be restored at
 * another parallelism: an instance is given the groups that it owns.
 */
export interface KeyedStateStore extends KeyedState {
  /** The content of all tables by key group, as bytes; groups without content are left out. */
  snapshot(): ReadonlyMap<number, Uint8Array>
  /** Adds what groups held. To be called before the first record. */
  restore(groups: Iterable<Uint8Array>): void
  /** What a key has, in all tables that show it. */
  query(key: unknown): StateEntry[]
  /** Some keys for which a table shows something; it looks at no more than some thousand values to find them. */
  keys(limit: number): unknown[]
  /** The names of all tables that show what they have. */
  names(): string[]
  close(): void
}
