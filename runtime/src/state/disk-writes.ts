import type { RootDatabase } from 'lmdb'
import { DiskKey } from './disk-key.ts'

/** Writes that are given to LMDB together at most, and bytes of their keys and values, unless one has more. */
const MOST_WRITES = 8_192
const MOST_BYTES = 2 ** 20
/** The number of no table: entries that tell how far writing is. */
const OWN_TABLE = 0
/** Milliseconds between two looks at how far writing is. */
const LOOK = 0.1
/** Milliseconds after which it is asked whether writing has failed. */
const DOUBT = 100
/** Where a write has no value: it removes. */
const REMOVE = 2 ** 32 - 1

/** Writes and removes, in this order. */
export interface DiskWriter {
  /** @param value valid until this returns */
  put(key: DiskKey, value: Buffer): void
  remove(key: DiskKey | Buffer): void
}

/** Writes that are collected, or on their way: bytes that a native thread reads must stay as they are. */
interface Batch {
  bytes: Buffer
  /** For each write, where its key begins, where that ends, and where the value behind it ends. */
  readonly places: Uint32Array
  count: number
  used: number
  /** Written behind it. */
  readonly mark: Buffer
  /** The last mark; 0 for none. */
  sent: number
}

/**
 * Writes to LMDB, by its native thread; this one waits for it in the end. A thread must not open a transaction itself
 * (`transactionSync`): if it is ended in the middle, or has no memory left there, it hangs for ever, because LMDB closes
 * the file then and waits for the lock that the same thread has. What is given to the native thread here is complete
 * from the beginning, so that it never waits for this one.
 */
export class DiskWrites implements DiskWriter {
  private readonly db: RootDatabase<Buffer, Buffer>
  private collecting = newBatch()
  private sending = newBatch()
  private marks = 0
  private failure: Error | undefined
  private readonly markKey = new DiskKey().start(OWN_TABLE, 0)
  private readonly doubtKey = new DiskKey().start(OWN_TABLE, 1)
  private readonly sleeper = new Int32Array(new SharedArrayBuffer(4))
  private readonly wrote = (error?: Error | null) => {
    this.failure ??= error ?? undefined
  }

  constructor(db: RootDatabase<Buffer, Buffer>) {
    this.db = db
  }

  put(key: DiskKey, value: Buffer): void {
    const batch = this.room(key.length + value.length)
    const at = this.key(batch, key.bytes, key.length)
    batch.used += value.copy(batch.bytes, batch.used)
    batch.places[at] = batch.used
  }

  remove(key: DiskKey | Buffer): void {
    const bytes = key instanceof DiskKey ? key.bytes : key
    const batch = this.room(key.length)
    batch.places[this.key(batch, bytes, key.length)] = REMOVE
  }

  /**
   * What was put can be read, and what was removed cannot, when this returns.
   *
   * @throws Error when something was not written
   */
  finish(): void {
    this.send()
    this.wait(this.sending)
  }

  /** The batch that has room for one more. */
  private room(bytes: number): Batch {
    const { collecting } = this
    if (collecting.count < MOST_WRITES && collecting.used + bytes <= collecting.bytes.length) return collecting
    this.send()
    if (bytes > MOST_BYTES) this.collecting.bytes = Buffer.allocUnsafeSlow(bytes)
    return this.collecting
  }

  private key(batch: Batch, bytes: Buffer, length: number): number {
    const at = 3 * batch.count++
    batch.places[at] = batch.used
    batch.used += bytes.copy(batch.bytes, batch.used, 0, length)
    batch.places[at + 1] = batch.used
    return at + 2
  }

  private send(): void {
    const { db, collecting: batch, sending: before } = this
    if (batch.count === 0) return
    const { bytes, places, count } = batch
    // LMDB shows them to the native thread when the last one is there; otherwise that would make a transaction of a few.
    const all = db.batch(() => {
      for (let at = 0; at < 3 * count; at += 3) {
        const key = bytes.subarray(places[at], places[at + 1])
        if (places[at + 2] === REMOVE) void db.remove(key)
        else void db.put(key, bytes.subarray(places[at + 1], places[at + 2]))
      }
    })
    batch.sent = ++this.marks
    batch.mark.writeDoubleLE(batch.sent)
    db.put(this.markKey as never, batch.mark, this.wrote as never)
    // The mark's callback tells of it.
    all.catch(() => {})
    this.wait(before)
    this.collecting = before
    this.sending = batch
  }

  private wait(batch: Batch): void {
    let doubtful = performance.now() + DOUBT
    while (batch.sent > 0 && !this.written(batch.sent)) {
      if (this.failure !== undefined) throw this.failure
      Atomics.wait(this.sleeper, 0, 0, LOOK)
      if (performance.now() < doubtful) continue
      // LMDB looks at what has become of writes when there are further ones, at every eighth at the latest.
      for (let i = 0; i < 8; i++) this.db.remove(this.doubtKey as never).catch(() => {})
      doubtful = performance.now() + DOUBT
    }
    batch.sent = 0
    batch.count = 0
    batch.used = 0
    if (batch.bytes.length > MOST_BYTES) batch.bytes = Buffer.allocUnsafeSlow(MOST_BYTES)
  }

  private written(mark: number): boolean {
    this.db.resetReadTxn()
    const bytes = this.db.getBinary(this.markKey as never)
    return bytes !== undefined && bytes.readDoubleLE() >= mark
  }
}

function newBatch(): Batch {
  return {
    bytes: Buffer.allocUnsafeSlow(MOST_BYTES),
    places: new Uint32Array(3 * MOST_WRITES),
    count: 0,
    used: 0,
    mark: Buffer.allocUnsafeSlow(8),
    sent: 0,
  }
}
