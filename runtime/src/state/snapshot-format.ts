import { inspect } from 'node:util'
import { deserialize, serialize } from 'node:v8'
import { crc32 } from 'node:zlib'

/** One key's value in a snapshot. */
export type Saved = readonly [table: string, namespace: number | undefined, key: unknown, value: unknown]

/**
 * A key group's bytes: what they are, the version of their format, the CRC-32 of what follows; then segments, each with
 * its length before it: a structured clone of a table's name, namespace, and keys and values in turns.
 */
const MAGIC = Buffer.from('MRKG')
const VERSION = 1
const HEADER = MAGIC.length + 1 + 4

type Segment = [table: string, namespace: number | undefined, keysAndValues: unknown[]]

/** Entries of a segment at most: so many are held beside the state while a snapshot is taken, per group. */
const SEGMENT = 256

/** A value of state that cannot be written. */
export class NotPlainData extends TypeError {
  constructor(table: string, key: unknown, cause: unknown) {
    super(
      `the state '${table}' of the key ${inspect(key, { breakLength: Number.POSITIVE_INFINITY })} cannot be saved: ${(cause as Error).message} (state is plain data)`,
      { cause },
    )
  }
}

/** Collects the content of tables, one after the other, into bytes by key group. */
export class SnapshotWriter {
  private readonly pending = new Map<number, unknown[]>()
  private readonly segments = new Map<number, Buffer[]>()
  private name = ''
  private namespace: number | undefined

  table(name: string, namespace: number | undefined): void {
    this.endTable()
    this.name = name
    this.namespace = namespace
  }

  /** @throws NotPlainData naming state and key; at the latest when the table is complete */
  add(group: number, key: unknown, value: unknown): void {
    let entries = this.pending.get(group)
    if (entries === undefined) {
      entries = []
      this.pending.set(group, entries)
    }
    if (entries.push(key, value) >= 2 * SEGMENT) {
      this.pending.delete(group)
      this.write(group, entries)
    }
  }

  finish(): ReadonlyMap<number, Uint8Array> {
    this.endTable()
    const groups = new Map<number, Uint8Array>()
    for (const [group, segments] of this.segments) {
      const bytes = Buffer.concat([Buffer.alloc(HEADER), ...segments])
      MAGIC.copy(bytes)
      bytes[MAGIC.length] = VERSION
      bytes.writeUInt32LE(crc32(bytes.subarray(HEADER)), MAGIC.length + 1)
      groups.set(group, bytes)
      this.segments.delete(group)
    }
    return groups
  }

  private endTable(): void {
    for (const [group, entries] of this.pending) this.write(group, entries)
    this.pending.clear()
  }

  private write(group: number, entries: unknown[]): void {
    const segment: Segment = [this.name, this.namespace, entries]
    let bytes: Buffer
    try {
      bytes = serialize(segment)
    } catch (error) {
      throw this.refused(entries) ?? error
    }
    const length = Buffer.allocUnsafe(4)
    length.writeUInt32LE(bytes.length)
    const others = this.segments.get(group)
    if (others === undefined) this.segments.set(group, [length, bytes])
    else others.push(length, bytes)
  }

  private refused(entries: readonly unknown[]): Error | undefined {
    for (let i = 0; i < entries.length; i += 2) {
      try {
        serialize(entries[i + 1])
      } catch (error) {
        return new NotPlainData(this.name, entries[i], error)
      }
    }
    return undefined
  }
}

/** @throws Error for bytes that are no snapshot, are damaged, or of a newer version */
export function* fromGroups(groups: Iterable<Uint8Array>): Generator<Saved> {
  for (const given of groups) {
    const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength)
    check(bytes)
    for (let at = HEADER; at < bytes.length; ) {
      const start = at + 4
      at = start + bytes.readUInt32LE(at)
      // A copy: typed arrays that are read share the memory they are read from.
      const [table, namespace, entries] = deserialize(Buffer.from(bytes.subarray(start, at))) as Segment
      for (let i = 0; i < entries.length; i += 2) yield [table, namespace, entries[i], entries[i + 1]]
    }
  }
}

function check(bytes: Buffer): void {
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) throw new Error('this is no snapshot of keyed state')
  const version = bytes[MAGIC.length]
  if (version > VERSION) {
    throw new Error(
      `the snapshot of keyed state has version ${version} of its format, and this millrace knows versions up to ${VERSION}: a newer millrace reads it`,
    )
  }
  if (bytes.length < HEADER || crc32(bytes.subarray(HEADER)) !== bytes.readUInt32LE(MAGIC.length + 1)) {
    throw new Error('the snapshot of keyed state is damaged: its checksum is not that of its content')
  }
}
