import { createHash } from 'node:crypto'

/** Longer texts are known by their digest: LMDB takes keys of at most 1978 bytes. */
const LONGEST = 400

const TAG = { int32: 1, double: 2, nan: 3, bigint: 4, true: 5, false: 6, latin1: 7, utf16: 8, digest: 9 } as const
/** The key cannot be read from these bytes and is kept beside the value. */
const BESIDE = 0x80

/** Bytes before those that stand for the key itself: table, key group and hash. */
const HEAD = 10

const double = new Float64Array(1)
const doubleBytes = new Uint8Array(double.buffer)

/**
 * Where a value is on disk: the table's number, the key group (so that a group is one range), the key's hash (so that
 * entries can be put in order by number, without comparing bytes), and the key. One is used over and over.
 */
export class DiskKey {
  readonly bytes = Buffer.alloc(HEAD + 1 + 2 * LONGEST)
  length = 0
  /** The key itself is not to be had from the bytes. */
  beside = false

  /**
   * @param hash a whole number below 2^32
   * @param identity as `keyIdentity` says
   */
  set(table: number, group: number, hash: number, key: unknown, identity: unknown): this {
    this.head(table, group)
    this.word(6, hash)
    this.length = HEAD + 1
    this.beside = false
    this.bytes[HEAD] = this.body(identity)
    if (typeof key === 'object' || (typeof key === 'string' && key !== identity)) this.beside = true
    if (this.beside) this.bytes[HEAD] |= BESIDE
    return this
  }

  /** The first place a key of the table, or of one of its groups, can have. */
  start(table: number, group = 0): this {
    this.head(table, group)
    this.length = 6
    return this
  }

  private head(table: number, group: number): void {
    this.word(0, table)
    this.bytes[4] = group >>> 8
    this.bytes[5] = group
  }

  private word(at: number, value: number): void {
    const { bytes } = this
    bytes[at] = value >>> 24
    bytes[at + 1] = value >>> 16
    bytes[at + 2] = value >>> 8
    bytes[at + 3] = value
  }

  private body(identity: unknown): number {
    switch (typeof identity) {
      case 'number':
        return this.number(identity)
      case 'boolean':
        return identity ? TAG.true : TAG.false
      case 'bigint':
        return this.text(String(identity), TAG.bigint, TAG.bigint)
      default:
        return this.text(identity as string, TAG.latin1, TAG.utf16)
    }
  }

  private number(value: number): number {
    if ((value | 0) === value) {
      this.word(this.length, value)
      this.length += 4
      return TAG.int32
    }
    if (Number.isNaN(value)) return TAG.nan
    double[0] = value
    for (let i = 0; i < 8; i++) this.bytes[this.length++] = doubleBytes[i]
    return TAG.double
  }

  private text(text: string, narrow: number, wide: number): number {
    if (text.length > LONGEST) {
      const digest = createHash('sha256').update(Buffer.of(narrow)).update(text, 'utf16le').digest()
      this.bytes.set(digest, this.length)
      this.length += digest.length
      this.beside = true
      return TAG.digest
    }
    const { bytes, length } = this
    let units = 0
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      units |= unit
      bytes[length + i] = unit
    }
    if (units < 256) {
      this.length += text.length
      return narrow
    }
    this.length += bytes.write(text, length, 'utf16le')
    return wide
  }
}

/** The key that bytes stand for, or `KEY_BESIDE`. */
export function keyOfBytes(bytes: Buffer): unknown {
  const at = HEAD + 1
  switch (bytes[HEAD]) {
    case TAG.int32:
      return bytes.readInt32BE(at)
    case TAG.double:
      for (let i = 0; i < 8; i++) doubleBytes[i] = bytes[at + i]
      return double[0]
    case TAG.nan:
      return Number.NaN
    case TAG.bigint:
      return BigInt(bytes.toString('latin1', at))
    case TAG.true:
      return true
    case TAG.false:
      return false
    case TAG.latin1:
      return bytes.toString('latin1', at)
    case TAG.utf16:
      return bytes.toString('utf16le', at)
    default:
      return KEY_BESIDE
  }
}

export const KEY_BESIDE = Symbol('beside the value')
