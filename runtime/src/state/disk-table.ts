import { keyIdentity, spreadKey } from '../partitioning/index.ts'
import type { DiskFile } from './disk-file.ts'
import { type DiskKey, KEY_BESIDE, keyOfBytes } from './disk-key.ts'
import type { DiskWriter } from './disk-writes.ts'
import type { KeyedTable } from './keyed-state.ts'
import { NotPlainData } from './snapshot-format.ts'

/** A value in memory. Without one the key is known to have none. */
export interface Cached {
  readonly key: unknown
  readonly identity: unknown
  /** A spread hash of the key, below 2^31. */
  readonly hash: number
  value: unknown
  /** It is not on disk as it is here. */
  dirty: boolean
  /** It is among the young values of that time, and in memory until the next but one begins. */
  time: number
}

/** What a table asks of the state that it belongs to. */
export interface DiskCache {
  readonly file: DiskFile
  readonly maxParallelism: number
  /** A value has come to the young ones; room is made for it first. */
  admit(): void
  /** A value has been changed in memory. */
  changed(): void
}

const NOBODY: Cached = { key: undefined, identity: undefined, hash: 0, value: undefined, dirty: false, time: -1 }

/** How many values can be put in order at once. */
export const MOST_IN_ORDER = 2 ** 21

/**
 * A table on disk with the values used last in memory: the young, and the old, which were young in the time before. When
 * a time ends, the old values that were not used in it are written if they have changed, all at once and in the order of
 * the disk, and forgotten. The tables of a state share their times.
 */
export class DiskTable<V> implements KeyedTable<V> {
  private readonly name: string
  private readonly cache: DiskCache
  private number: number
  private young = new Map<unknown, Cached>()
  private old = new Map<unknown, Cached>()
  private time = 0
  /** The one that was asked for last, if it is young: it is likely to be changed next. */
  private last = NOBODY
  /** Something may be on disk. */
  private stored = false

  constructor(name: string, cache: DiskCache) {
    this.name = name
    this.cache = cache
    this.number = cache.file.newTable()
  }

  get(key: unknown): V | undefined {
    return this.find(key).value as V | undefined
  }

  set(key: unknown, value: V): void {
    const own = this.inMemory(key) ?? this.admit(key, keyIdentity(key), undefined)
    own.value = value
    own.dirty = true
    this.cache.changed()
  }

  changed(key: unknown, value: V): void {
    this.set(key, value)
  }

  delete(key: unknown): boolean {
    const own = this.inMemory(key)
    if (own === undefined) {
      if (!this.stored || this.cache.file.get(this.place(key)) === undefined) return false
      this.admit(key, keyIdentity(key), undefined).dirty = true
      return true
    }
    if (own.value === undefined) return false
    own.value = undefined
    own.dirty = true
    return true
  }

  *entries(): IterableIterator<[key: unknown, value: V]> {
    if (!this.stored) {
      const keys: unknown[] = []
      for (const own of this.inMemoryAll()) if (own.value !== undefined) keys.push(own.key)
      for (const key of keys) {
        const value = this.peek(key)
        if (value !== undefined) yield [key, value]
      }
      return
    }
    this.flush()
    const { file } = this.cache
    let chunk = file.chunk(file.key.start(this.number), false, this.number)
    while (chunk.length > 0) {
      const { version } = file
      for (const { key: bytes, value: stored } of chunk) {
        const key = this.keyOf(bytes, stored)
        const own = this.inMemoryOnly(keyIdentity(key))
        // What was read before the last write may be out of date.
        const value =
          own !== undefined ? own.value : file.version === version ? this.valueBeside(bytes, stored) : this.peek(key)
        if (value !== undefined) yield [key, value as V]
      }
      chunk = file.chunk(chunk[chunk.length - 1].key, true, this.number)
    }
  }

  clear(): void {
    this.young.clear()
    this.old.clear()
    this.last = NOBODY
    if (!this.stored) return
    this.cache.file.dropTable(this.number)
    this.number = this.cache.file.newTable()
    this.stored = false
  }

  /** The value, without keeping it in memory. */
  peek(key: unknown): V | undefined {
    const own = this.inMemoryOnly(keyIdentity(key))
    if (own !== undefined) return own.value as V | undefined
    return this.read(key) as V | undefined
  }

  /** What has to be written before a new time begins. */
  leaving(): Cached[] {
    const leaving: Cached[] = []
    for (const own of this.old.values()) if (own.dirty && own.time < this.time) leaving.push(own)
    return leaving
  }

  /** A new time begins: what is old is forgotten. */
  turnOver(): void {
    this.old = this.young
    this.young = new Map()
    this.time++
    this.last = NOBODY
  }

  /** Writes what has changed. */
  flush(): void {
    const changed: Cached[] = []
    for (const own of this.inMemoryAll()) if (own.dirty) changed.push(own)
    if (changed.length === 0) return
    this.cache.file.write(changed.length, (writer) => this.write(changed, writer))
    for (const own of changed) own.dirty = false
  }

  /** @param changed at most 2^21 values */
  write(changed: readonly Cached[], writer: DiskWriter): void {
    const order = new Float64Array(changed.length)
    for (let i = 0; i < changed.length; i++) order[i] = this.position(changed[i].hash) * MOST_IN_ORDER + i
    order.sort()
    // Also where one of them cannot be written: others may have been before.
    this.stored = true
    for (let i = 0; i < order.length; i++) {
      const own = changed[order[i] % MOST_IN_ORDER]
      const place = this.placeOf(own.key, own.identity, own.hash)
      if (own.value === undefined) writer.remove(place)
      else writer.put(place, this.encode(own, place))
    }
  }

  /** Some values that are in memory, as many bytes as they have on disk. */
  sampleBytes(count: number): { values: number; bytes: number } {
    let values = 0
    let bytes = 0
    for (const own of this.young.values()) {
      if (values === count) break
      values++
      if (own.value !== undefined) bytes += this.encode(own, this.placeOf(own.key, own.identity, own.hash)).length
    }
    return { values, bytes }
  }

  private find(key: unknown): Cached {
    return this.inMemory(key) ?? this.load(key)
  }

  private load(key: unknown): Cached {
    const value = this.read(key)
    return this.admit(key, keyIdentity(key), value)
  }

  /** The value in memory, which is young then. */
  private inMemory(key: unknown): Cached | undefined {
    const { last } = this
    if (last.key === key && typeof key !== 'object' && key !== undefined) return last
    const identity = keyIdentity(key)
    const young = this.young.get(identity)
    if (young !== undefined) {
      this.last = young
      return young
    }
    const old = this.old.get(identity)
    if (old === undefined) return undefined
    // A new time may begin here, and it is written and forgotten: it comes back as it is.
    this.cache.admit()
    old.time = this.time
    this.young.set(identity, old)
    this.last = old
    return old
  }

  private inMemoryOnly(identity: unknown): Cached | undefined {
    return this.young.get(identity) ?? this.old.get(identity)
  }

  private *inMemoryAll(): IterableIterator<Cached> {
    for (const own of this.old.values()) if (own.time < this.time) yield own
    yield* this.young.values()
  }

  private admit(key: unknown, identity: unknown, value: unknown): Cached {
    this.cache.admit()
    const own = { key, identity, hash: spreadKey(key), value, dirty: false, time: this.time }
    this.young.set(identity, own)
    this.last = own
    return own
  }

  private read(key: unknown): unknown {
    if (!this.stored) return undefined
    const place = this.place(key)
    const bytes = this.cache.file.get(place)
    if (bytes === undefined) return undefined
    return this.decode(bytes, place.beside)
  }

  private place(key: unknown): DiskKey {
    return this.placeOf(key, keyIdentity(key), spreadKey(key))
  }

  private placeOf(key: unknown, identity: unknown, hash: number): DiskKey {
    const { file, maxParallelism } = this.cache
    return file.key.set(this.number, hash % maxParallelism, hash, key, identity)
  }

  /** In the order of the disk, a whole number below 2^32. */
  private position(hash: number): number {
    const { maxParallelism } = this.cache
    return Math.floor((((hash % maxParallelism) + hash / 2 ** 31) / maxParallelism) * 2 ** 32)
  }

  private encode(own: Cached, place: DiskKey): Buffer {
    const { codec } = this.cache.file
    try {
      return place.beside ? codec.encodeBoth(own.key, own.value) : codec.encode(own.value)
    } catch (error) {
      throw new NotPlainData(this.name, own.key, error)
    }
  }

  private decode(bytes: Buffer, keyBeside: boolean): unknown {
    const { codec } = this.cache.file
    const first = codec.decode(bytes)
    return keyBeside ? codec.next() : first
  }

  private keyOf(bytes: Buffer, stored: Buffer): unknown {
    const key = keyOfBytes(bytes)
    return key === KEY_BESIDE ? this.cache.file.codec.decode(stored) : key
  }

  private valueBeside(bytes: Buffer, stored: Buffer): unknown {
    return this.decode(stored, keyOfBytes(bytes) === KEY_BESIDE)
  }
}
