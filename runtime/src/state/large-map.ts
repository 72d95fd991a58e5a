/** A Map holds at most 2^24 entries; above this a further one is begun. */
const CAPACITY = 2 ** 24 - 1

/** A Map without that bound, for values that are not undefined. */
export class LargeMap<K, V> {
  private map = new Map<K, V>()
  /** Full maps, where there is more than one. */
  private readonly full: Map<K, V>[] = []

  get size(): number {
    return this.full.reduce((size, map) => size + map.size, this.map.size)
  }

  get(key: K): V | undefined {
    const value = this.map.get(key)
    return value !== undefined || this.full.length === 0 ? value : this.getFromFull(key)
  }

  private getFromFull(key: K): V | undefined {
    for (const map of this.full) {
      const value = map.get(key)
      if (value !== undefined) return value
    }
    return undefined
  }

  set(key: K, value: V): void {
    const holder = this.full.find((map) => map.has(key))
    if (holder !== undefined) {
      holder.set(key, value)
      return
    }
    if (this.map.size >= CAPACITY && !this.map.has(key)) {
      this.full.push(this.map)
      this.map = new Map()
    }
    this.map.set(key, value)
  }

  delete(key: K): boolean {
    return this.map.delete(key) || this.full.some((map) => map.delete(key))
  }

  entries(): IterableIterator<[K, V]> {
    return this.full.length === 0 ? this.map.entries() : this.allEntries()
  }

  private *allEntries(): IterableIterator<[K, V]> {
    for (const map of this.full) yield* map
    yield* this.map
  }

  clear(): void {
    this.map.clear()
    this.full.length = 0
  }
}
