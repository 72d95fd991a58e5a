import { keyIdentity } from '../partitioning/index.ts'

/** A Map holds at most 2^24 entries; above this a further one is begun. */
const MAP_CAPACITY = 2 ** 24 - 1

/**
 * One value per key, for one operator instance. Keys compare by content: strings, numbers (-0 and 0 equal, NaN equal to
 * NaN), bigints, booleans, dates, arrays and plain objects. A primitive key costs one look-up.
 */
export class KeyedTable<V> {
  private map = new Map<unknown, V>()
  /** Full maps, where there is more than one. */
  private readonly full: Map<unknown, V>[] = []

  get size(): number {
    return this.full.reduce((size, map) => size + map.size, this.map.size)
  }

  get(key: unknown): V | undefined {
    const identity = typeof key === 'object' || typeof key === 'string' ? identityOf(key) : key
    const value = this.map.get(identity)
    if (value !== undefined || this.full.length === 0) return value
    for (const map of this.full) {
      const value = map.get(identity)
      if (value !== undefined) return value
    }
    return undefined
  }

  /** @param value not undefined, which means that there is none */
  set(key: unknown, value: V): void {
    const identity = keyIdentity(key)
    for (const map of this.full) {
      if (map.has(identity)) {
        map.set(identity, value)
        return
      }
    }
    if (this.map.size >= MAP_CAPACITY && !this.map.has(identity)) {
      this.full.push(this.map)
      this.map = new Map()
    }
    this.map.set(identity, value)
  }
}

function identityOf(key: unknown): unknown {
  return typeof key === 'string' && key.charCodeAt(0) !== 0 ? key : keyIdentity(key)
}
