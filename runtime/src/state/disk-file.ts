import { rmSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { open, type RootDatabase } from 'lmdb'
import { DiskKey } from './disk-key.ts'
import { type DiskWriter, DiskWrites } from './disk-writes.ts'
import { ValueCodec } from './value-codec.ts'

/** Entries read at a time when many are walked through: a longer read would keep old pages from being used again. */
const CHUNK = 256
/** Entries of dropped tables that are removed with each write, beside twice as many as are written. */
const LEAST_REMOVED = 1_000
const PAGE = 4096
/** Bytes that a disk must have left: a memory-mapped file that cannot grow would end the process. */
const SPARE = 16 * 2 ** 20

const onWindows = process.platform === 'win32'

/**
 * A file of ordered binary keys and values, an LMDB environment, which the stores of one thread share. It holds nothing
 * that must survive the process: nothing waits for the disk, and where the system allows it the file has no name while it
 * is open, so that it is gone with the process, however that ends.
 */
export class DiskFile {
  /** For keys; valid until it is next used. */
  readonly key = new DiskKey()
  readonly codec = new ValueCodec()
  /** Grows with each write. */
  version = 0
  private readonly folder: string
  private readonly db: RootDatabase<Buffer, Buffer>
  private readonly writes: DiskWrites
  private readonly end = new DiskKey()
  private lastTable = 0
  /** Numbers of tables that were dropped, whose entries are still there. */
  private readonly dropped: number[] = []

  /** @param folder of the file's own */
  constructor(folder: string) {
    this.folder = folder
    this.db = open<Buffer, Buffer>({
      path: folder,
      encoding: 'binary',
      keyEncoder: { writeKey, readKey },
      noSync: true,
      overlappingSync: false,
      // On Windows the whole map would be allotted on the disk.
      useWritemap: !onWindows,
      noMemInit: true,
      compression: false,
      cache: false,
      eventTurnBatching: false,
      // Writing begins at once, not when the thread returns to its event loop, and with whole batches.
      txnStartThreshold: 1,
      batchStartThreshold: Number.POSITIVE_INFINITY,
    } as Parameters<typeof open>[0]) as RootDatabase<Buffer, Buffer>
    if (!onWindows) rmSync(folder, { recursive: true })
    this.writes = new DiskWrites(this.db)
  }

  /** The number of a new table. */
  newTable(): number {
    return ++this.lastTable
  }

  /** The table's entries are not asked for again; they are removed little by little. */
  dropTable(table: number): void {
    this.dropped.push(table)
  }

  /** The value, valid until the next call. */
  get(key: DiskKey): Buffer | undefined {
    const bytes = this.db.getBinaryFast(key as never)
    // What is large comes as a view of the file.
    return bytes === undefined || bytes instanceof Buffer ? bytes : asBuffer(bytes)
  }

  /**
   * What was written can be read when this returns. Where `put` throws, what it had written before is written.
   *
   * @param entries how many are written at most; it is fast if they are in the order of their keys
   * @param put writes them
   * @throws Error when the disk is full or does not work
   */
  write(entries: number, put: (writer: DiskWriter) => void): void {
    this.checkSpace(entries)
    this.version++
    try {
      put(this.writes)
      this.removeDropped(LEAST_REMOVED + 2 * entries)
    } finally {
      this.finish()
    }
  }

  /** Entries of a table in order, from a key on, which is not among them where `behind` says so; at most a few hundred. */
  chunk(from: DiskKey | Buffer, behind: boolean, table: number): { key: Buffer; value: Buffer }[] {
    const start = behind ? Buffer.concat([from as Buffer, Buffer.of(0)]) : from
    const end = this.end.start(table + 1)
    return [...this.db.getRange({ start: start as never, end: end as never, limit: CHUNK, snapshot: false })]
  }

  close(): Promise<void> {
    return this.db.close()
  }

  private removeDropped(limit: number): void {
    let left = limit
    while (left > 0 && this.dropped.length > 0) {
      const table = this.dropped[0]
      const end = this.end.start(table + 1)
      const keys = [...this.db.getKeys({ start: this.key.start(table) as never, end: end as never, limit: left })]
      for (const key of keys) this.writes.remove(key)
      if (keys.length < left) this.dropped.shift()
      left -= keys.length
    }
  }

  private finish(): void {
    try {
      this.writes.finish()
    } catch (error) {
      const { message } = error as Error
      throw new Error(`state could not be written to the disk of ${dirname(this.folder)}: ${message}`, { cause: error })
    }
  }

  /** Each entry may need a page of its own, and a page that is read meanwhile is written beside it. */
  private checkSpace(entries: number): void {
    const { bavail, bsize } = statfsSync(dirname(this.folder))
    const needed = SPARE + entries * PAGE
    if (bavail * bsize >= needed) return
    const place = dirname(this.folder)
    throw new Error(
      `the disk of ${place} is full: state needs ${megabytes(needed)} MB of room there to write, and ${megabytes(bavail * bsize)} MB are left (disk({ folder }) says another place)`,
    )
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20)
}

function writeKey(key: DiskKey | Buffer, target: Buffer, start: number): number {
  if (!(key instanceof DiskKey)) {
    target.set(key, start)
    return start + key.length
  }
  const { bytes, length } = key
  for (let i = 0; i < length; i++) target[start + i] = bytes[i]
  return start + length
}

function readKey(source: Buffer, start: number, end: number): Buffer {
  return Buffer.from(source.subarray(start, end))
}
