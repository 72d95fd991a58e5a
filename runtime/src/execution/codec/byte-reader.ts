/** Strings up to this length are copied by `substring`; longer ones would keep the whole batch's text alive. */
export const COPIED_BY_SUBSTRING = 12

/** Reads what `ByteWriter` wrote, from a view that may lie in shared memory. */
export class ByteReader {
  bytes: Buffer = Buffer.alloc(0)
  view = new DataView(this.bytes.buffer, 0, 0)
  position = 0

  load(source: Uint8Array): void {
    // A Buffer over shared memory can be sliced to text; TextDecoder refuses shared memory.
    this.bytes = Buffer.from(source.buffer as ArrayBuffer, source.byteOffset, source.byteLength)
    this.view = new DataView(source.buffer, source.byteOffset, source.byteLength)
    this.position = 0
  }

  u8(): number {
    return this.bytes[this.position++]
  }

  u32(): number {
    const value = this.view.getUint32(this.position, true)
    this.position += 4
    return value
  }

  f64(): number {
    const value = this.view.getFloat64(this.position, true)
    this.position += 8
    return value
  }

  /** A copy that does not lie in shared memory. */
  raw(length: number): Uint8Array {
    const copy = new Uint8Array(length)
    copy.set(this.bytes.subarray(this.position, this.position + length))
    this.position += length
    return copy
  }

  text(): string {
    return this.units(this.u32())
  }

  units(length: number): string {
    const start = this.position + 1
    if (this.bytes[this.position] === 1) {
      this.position = start + length
      return this.bytes.toString('latin1', start, start + length)
    }
    this.position = start + length * 2
    return this.bytes.toString('utf16le', start, start + length * 2)
  }
}
