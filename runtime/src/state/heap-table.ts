import { keyIdentity } from '../partitioning/index.ts'
import type { KeyedTable } from './keyed-state.ts'
import { LargeMap } from './large-map.ts'

/** A table in memory. A primitive key costs one look-up. */
export class HeapTable<V> implements KeyedTable<V> {
  private readonly primitives = new LargeMap<unknown, V>()
  /** By the text that stands for an object's content. */
  private readonly objects = new LargeMap<unknown, { readonly key: unknown; value: V }>()

  get size(): number {
    return this.primitives.size + this.objects.size
  }

  get(key: unknown): V | undefined {
    return typeof key === 'object' ? this.objects.get(keyIdentity(key))?.value : this.primitives.get(key)
  }

  set(key: unknown, value: V): void {
    const identity = keyIdentity(key)
    if (typeof key !== 'object') {
      this.primitives.set(key, value)
      return
    }
    const entry = this.objects.get(identity)
    if (entry === undefined) this.objects.set(identity, { key, value })
    else entry.value = value
  }

  changed(): void {}

  delete(key: unknown): boolean {
    return typeof key === 'object' ? this.objects.delete(keyIdentity(key)) : this.primitives.delete(key)
  }

  entries(): IterableIterator<[key: unknown, value: V]> {
    // A native iterator is several times as fast as a generator around it.
    return this.objects.size === 0 ? this.primitives.entries() : this.allEntries()
  }

  private *allEntries(): IterableIterator<[key: unknown, value: V]> {
    yield* this.primitives.entries()
    for (const [, { key, value }] of this.objects.entries()) yield [key, value]
  }

  clear(): void {
    this.primitives.clear()
    this.objects.clear()
  }
}
