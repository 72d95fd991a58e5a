/** Bytes before the data: write position, read position (both free-running, as unsigned 32-bit integers). */
const HEADER = 64
const WRITTEN = 0
const READ = 8

/**
 * A ring of bytes in shared memory with one writing and one reading thread. Messages are length-prefixed; a message may
 * be longer than the ring: the writer then goes on as the reader makes room.
 *
 * Positions run freely and wrap at 2^32, which is a multiple of every capacity (a power of two).
 */
export function createRing(capacity: number): SharedArrayBuffer {
  if (!Number.isInteger(Math.log2(capacity))) throw new RangeError(`ring capacity ${capacity} is not a power of two`)
  return new SharedArrayBuffer(HEADER + capacity)
}

/**
 * The writing end. `write` takes a message, or refuses while an earlier one is still on its way; what did not fit at
 * once is kept and goes out with `resume`. Breaking the order (writing while `busy`) loses nothing: the write is refused.
 */
export class RingWriter {
  private readonly control: Int32Array
  private readonly data: Uint8Array
  private readonly mask: number
  private readonly capacity: number
  private written = 0
  /** The rest of a message that did not fit. */
  private rest: Uint8Array | undefined

  constructor(memory: SharedArrayBuffer) {
    this.control = new Int32Array(memory, 0, HEADER / 4)
    this.data = new Uint8Array(memory, HEADER)
    this.capacity = this.data.length
    this.mask = this.capacity - 1
    this.written = Atomics.load(this.control, WRITTEN)
  }

  /** A message is only partly in the ring. */
  get busy(): boolean {
    return this.rest !== undefined
  }

  /** Bytes written so far, modulo 2^32: what tells whether `resume` has made progress. */
  get position(): number {
    return this.written
  }

  /** Bytes that can be written now. */
  get free(): number {
    return this.capacity - ((this.written - Atomics.load(this.control, READ)) >>> 0)
  }

  /** Takes `header` and `body` as one message; false, and nothing taken, while busy. */
  write(header: Uint8Array, body: Uint8Array): boolean {
    if (this.rest !== undefined) return false
    const length = header.length + body.length
    const total = 4 + length
    if (this.free >= total) {
      this.put32(length)
      this.put(header)
      this.put(body)
      this.publish()
      return true
    }
    const message = new Uint8Array(total)
    new DataView(message.buffer).setUint32(0, length, true)
    message.set(header, 4)
    message.set(body, 4 + header.length)
    this.rest = message
    this.resume()
    return true
  }

  /** Writes on with the rest of a message; true if there is none left. */
  resume(): boolean {
    if (this.rest === undefined) return true
    const part = Math.min(this.free, this.rest.length)
    if (part > 0) {
      this.put(this.rest.subarray(0, part))
      this.publish()
      this.rest = part === this.rest.length ? undefined : this.rest.subarray(part)
    }
    return this.rest === undefined
  }

  /** Blocks the thread until the reader has made room, at most `milliseconds`. Not for a browser's main thread. */
  waitForRoom(milliseconds: number): void {
    const read = Atomics.load(this.control, READ)
    if ((this.written - read) >>> 0 === this.capacity) Atomics.wait(this.control, READ, read, milliseconds)
  }

  private publish(): void {
    Atomics.store(this.control, WRITTEN, this.written | 0)
  }

  private put32(value: number): void {
    for (let shift = 0; shift < 32; shift += 8) {
      this.data[this.written & this.mask] = value >>> shift
      this.written = (this.written + 1) >>> 0
    }
  }

  private put(bytes: Uint8Array): void {
    const start = this.written & this.mask
    const first = Math.min(bytes.length, this.capacity - start)
    if (first === bytes.length) {
      this.data.set(bytes, start)
    } else {
      this.data.set(bytes.subarray(0, first), start)
      this.data.set(bytes.subarray(first), 0)
    }
    this.written = (this.written + bytes.length) >>> 0
  }
}

/** The reading end. */
export class RingReader {
  private readonly control: Int32Array
  private readonly data: Uint8Array
  private readonly mask: number
  private readonly capacity: number
  private position: number
  /** A message that does not lie in the ring in one piece is put together here. */
  private assembled: Uint8Array | undefined
  private assembledLength = 0

  constructor(memory: SharedArrayBuffer) {
    this.control = new Int32Array(memory, 0, HEADER / 4)
    this.data = new Uint8Array(memory, HEADER)
    this.capacity = this.data.length
    this.mask = this.capacity - 1
    this.position = Atomics.load(this.control, READ) >>> 0
  }

  get empty(): boolean {
    return this.available() === 0
  }

  /**
   * Hands up to `limit` messages to `take`; the bytes are only valid during the call. Returns how many bytes were
   * taken from the ring, so that the caller knows whether the writer has new room.
   */
  read(take: (message: Uint8Array) => void, limit: number): number {
    let bytes = 0
    for (let count = 0; count < limit; count++) {
      if (this.assembled === undefined) {
        const available = this.available()
        if (available < 4) break
        const length = this.get32()
        if (available >= 4 + length) {
          const start = (this.position + 4) & this.mask
          if (start + length <= this.capacity) {
            take(this.data.subarray(start, start + length))
          } else {
            const message = new Uint8Array(length)
            this.copy(message, 0, start, length)
            take(message)
          }
          this.advance(4 + length)
          bytes += 4 + length
          continue
        }
        this.assembled = new Uint8Array(length)
        this.assembledLength = 0
        this.advance(4)
        bytes += 4
      }
      const missing = this.assembled.length - this.assembledLength
      const part = Math.min(missing, this.available())
      this.copy(this.assembled, this.assembledLength, this.position & this.mask, part)
      this.assembledLength += part
      this.advance(part)
      bytes += part
      if (part < missing) break
      const message = this.assembled
      this.assembled = undefined
      take(message)
    }
    return bytes
  }

  /** Wakes a writer that blocks in `waitForRoom`. */
  wakeWriter(): void {
    Atomics.notify(this.control, READ)
  }

  private available(): number {
    return (Atomics.load(this.control, WRITTEN) - this.position) >>> 0
  }

  private advance(bytes: number): void {
    this.position = (this.position + bytes) >>> 0
    Atomics.store(this.control, READ, this.position | 0)
  }

  private get32(): number {
    const { data, position, mask } = this
    return (
      (data[position & mask] |
        (data[(position + 1) & mask] << 8) |
        (data[(position + 2) & mask] << 16) |
        (data[(position + 3) & mask] << 24)) >>>
      0
    )
  }

  private copy(target: Uint8Array, offset: number, start: number, length: number): void {
    const first = Math.min(length, this.capacity - start)
    target.set(this.data.subarray(start, start + first), offset)
    if (first < length) target.set(this.data.subarray(0, length - first), offset + first)
  }
}
