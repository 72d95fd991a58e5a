import { keyIdentity } from '../partitioning/index.ts'
import { LargeMap } from './large-map.ts'

/**
 * One value per key, for one operator instance. Keys compare by content: strings, numbers (-0 and 0 equal, NaN equal to
 * NaN), bigints, booleans, dates, arrays and plain objects. A primitive key costs one look-up.
 */
export class KeyedTable<V> {
  private readonly primitives = new LargeMap<unknown, V>()
  /** By the text that stands for an object's content. */
  private readonly objects = new LargeMap<unknown, V>()

  get size(): number {
    return this.primitives.size + this.objects.size
  }

  get(key: unknown): V | undefined {
    return typeof key === 'object' ? this.objects.get(keyIdentity(key)) : this.primitives.get(key)
  }

  /** @param value not undefined, which means that there is none */
  set(key: unknown, value: V): void {
    const identity = keyIdentity(key)
    if (typeof key === 'object') this.objects.set(identity, value)
    else this.primitives.set(key, value)
  }
}
