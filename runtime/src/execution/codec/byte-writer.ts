/** A growing buffer of bytes, little-endian. Positions need no alignment. */
export class ByteWriter {
  bytes: Buffer = Buffer.allocUnsafeSlow(64 * 1024)
  view = new DataView(this.bytes.buffer)
  position = 0

  /** Makes sure that `count` more bytes fit. */
  reserve(count: number): void {
    const needed = this.position + count
    if (needed <= this.bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2))
    larger.set(this.bytes.subarray(0, this.position))
    this.bytes = larger
    this.view = new DataView(larger.buffer)
  }

  u8(value: number): void {
    this.reserve(1)
    this.bytes[this.position++] = value
  }

  u32(value: number): void {
    this.reserve(4)
    this.view.setUint32(this.position, value, true)
    this.position += 4
  }

  f64(value: number): void {
    this.reserve(8)
    this.view.setFloat64(this.position, value, true)
    this.position += 8
  }

  raw(source: Uint8Array): void {
    this.reserve(source.length)
    this.bytes.set(source, this.position)
    this.position += source.length
  }

  /** Length in code units, width (1: all units below 256, else 2), units. Lone surrogates survive. */
  text(text: string): void {
    this.u32(text.length)
    this.units(text)
  }

  /** Width and units of a text whose length the reader knows. */
  units(text: string): void {
    const narrow = isLatin1(text)
    this.reserve(1 + text.length * 2)
    this.bytes[this.position++] = narrow ? 1 : 2
    this.position += narrow
      ? this.bytes.write(text, this.position, 'latin1')
      : this.bytes.write(text, this.position, 'utf16le')
  }
}

function isLatin1(text: string): boolean {
  if (text.length > 32) return !/[^\0-\xff]/.test(text)
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 255) return false
  return true
}
