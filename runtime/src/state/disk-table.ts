import { deserialize, serialize } from 'node:v8'
import { keyGroup, keyIdentity } from '../partitioning/index.ts'
import type { Change, DiskFile } from './disk-file.ts'
import { decodeKey, encodeKey } from './disk-key.ts'
import type { KeyedTable } from './keyed-state.ts'

/** A value in memory. Without one the key is known to have none. */
interface Cached<V> {
  readonly key: unknown
  value: V | undefined
  /** It is not on disk as it is here. */
  dirty: boolean
}

/** What a table asks of the state that it belongs to. */
export interface TableHost {
  readonly file: DiskFile
  readonly maxParallelism: number
  /** Values that the younger half of a table's cache may hold. */
  readonly halfCache: number
}

/**
 * A table on disk with the values used last in memory: those that were used since the older half was thrown out, and
 * those used in the time before. Changed values are written when their half is thrown out, all at once and in order.
 */
export class DiskTable<V> implements KeyedTable<V> {
  private readonly host: TableHost
  private readonly prefix: Buffer
  private young = new Map<unknown, Cached<V>>()
  private old = new Map<unknown, Cached<V>>()

  /** @param prefix what the keys of this table begin with, and of no other */
  constructor(host: TableHost, prefix: Buffer) {
    this.host = host
    this.prefix = prefix
  }

  get(key: unknown): V | undefined {
    return this.cached(key).value
  }

  set(key: unknown, value: V): void {
    const identity = keyIdentity(key)
    const own = this.young.get(identity) ?? this.old.get(identity)
    if (own === undefined) this.keep(identity, { key, value, dirty: true })
    else {
      own.value = value
      own.dirty = true
      this.keep(identity, own)
    }
  }

  changed(key: unknown, value: V): void {
    this.set(key, value)
  }

  delete(key: unknown): boolean {
    const own = this.cached(key)
    if (own.value === undefined) return false
    own.value = undefined
    own.dirty = true
    return true
  }

  *entries(): IterableIterator<[key: unknown, value: V]> {
    this.flush()
    for (const { key: bytes, value } of this.host.file.range(this.prefix)) {
      const key = this.keyOf(bytes, value)
      const identity = keyIdentity(key)
      // What is in memory may have been changed meanwhile.
      const own = this.young.get(identity) ?? this.old.get(identity)
      const current =
        own === undefined ? this.keep(identity, { key, value: decodeValue<V>(value), dirty: false }).value : own.value
      if (current !== undefined) yield [key, current]
    }
  }

  /** Those of one key group. */
  *ofGroup(group: number): IterableIterator<[key: unknown, value: V]> {
    const prefix = Buffer.concat([this.prefix, groupBytes(group)])
    for (const { key: bytes, value } of this.host.file.range(prefix))
      yield [this.keyOf(bytes, value), decodeValue<V>(value)]
  }

  clear(): void {
    this.young.clear()
    this.old.clear()
    this.host.file.removeRange(this.prefix)
  }

  /** Writes what has changed. */
  flush(): void {
    const changes: Change[] = []
    this.collect(this.old, changes)
    this.collect(this.young, changes)
    if (changes.length > 0) this.host.file.write(changes)
  }

  private cached(key: unknown): Cached<V> {
    const identity = keyIdentity(key)
    const young = this.young.get(identity)
    if (young !== undefined) return young
    const old = this.old.get(identity)
    if (old !== undefined) return this.keep(identity, old)
    const bytes = this.host.file.get(this.bytesOf(key))
    return this.keep(identity, { key, value: bytes === undefined ? undefined : decodeValue<V>(bytes), dirty: false })
  }

  private keep(identity: unknown, own: Cached<V>): Cached<V> {
    this.young.set(identity, own)
    if (this.young.size >= this.host.halfCache) this.throwOut()
    return own
  }

  private throwOut(): void {
    const changes: Change[] = []
    for (const [identity, own] of this.old) if (this.young.get(identity) !== own) this.change(own, changes)
    this.old = this.young
    this.young = new Map()
    if (changes.length > 0) this.host.file.write(changes)
  }

  private collect(cached: ReadonlyMap<unknown, Cached<V>>, changes: Change[]): void {
    for (const own of cached.values()) this.change(own, changes)
  }

  private change(own: Cached<V>, changes: Change[]): void {
    if (!own.dirty) return
    own.dirty = false
    const { key, value } = own
    changes.push({ key: this.bytesOf(key), value: value === undefined ? undefined : encodeValue(key, value) })
  }

  private bytesOf(key: unknown): Buffer {
    const group = groupBytes(keyGroup(key, this.host.maxParallelism))
    return Buffer.concat([this.prefix, group, encodeKey(key)])
  }

  private keyOf(bytes: Buffer, value: Buffer): unknown {
    return decodeKey(bytes.subarray(this.prefix.length + 2)) ?? keyBeside(value)
  }
}

function groupBytes(group: number): Buffer {
  return Buffer.of(group >> 8, group & 255)
}

const NUMBER = 0
const ALONE = 1
const WITH_KEY = 2

/** Numbers are written as they are, other values as structured clones; keys that cannot be read again go with them. */
function encodeValue(key: unknown, value: unknown): Buffer {
  const withKey = decodeKey(encodeKey(key)) === undefined
  if (typeof value === 'number' && !withKey) {
    const bytes = Buffer.allocUnsafe(9)
    bytes[0] = NUMBER
    bytes.writeDoubleLE(value, 1)
    return bytes
  }
  const body = serialize(withKey ? [key, value] : value)
  const bytes = Buffer.allocUnsafe(body.length + 1)
  bytes[0] = withKey ? WITH_KEY : ALONE
  bytes.set(body, 1)
  return bytes
}

function decodeValue<V>(bytes: Buffer): V {
  if (bytes[0] === NUMBER) return bytes.readDoubleLE(1) as V
  const value = deserialize(bytes.subarray(1))
  return bytes[0] === WITH_KEY ? value[1] : value
}

function keyBeside(bytes: Buffer): unknown {
  return deserialize(bytes.subarray(1))[0]
}
