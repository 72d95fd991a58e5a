import { createHash } from 'node:crypto'
import { keyIdentity } from '../partitioning/index.ts'

/** Longer keys are known by their digest; LMDB takes 1978 bytes, with what stands before them. */
const LONGEST = 1_900

const TAG = { string: 1, number: 2, bigint: 3, boolean: 4, object: 5, digest: 6 } as const

/** A key as bytes; equal ones for equal content. */
export function encodeKey(key: unknown): Buffer {
  switch (typeof key) {
    case 'string':
      return tagged(TAG.string, key)
    case 'number': {
      const bytes = Buffer.allocUnsafe(9)
      bytes[0] = TAG.number
      // -0 is 0, and there is one NaN.
      bytes.writeDoubleBE(Number.isNaN(key) ? Number.NaN : key + 0, 1)
      return bytes
    }
    case 'bigint':
      return tagged(TAG.bigint, key.toString())
    case 'boolean':
      return Buffer.of(TAG.boolean, key ? 1 : 0)
    default:
      return tagged(TAG.object, String(keyIdentity(key)))
  }
}

/** The key again, or undefined where it is kept with the value. */
export function decodeKey(bytes: Buffer): string | number | bigint | boolean | undefined {
  switch (bytes[0]) {
    case TAG.string:
      return bytes.toString('utf8', 1)
    case TAG.number:
      return bytes.readDoubleBE(1)
    case TAG.bigint:
      return BigInt(bytes.toString('utf8', 1))
    case TAG.boolean:
      return bytes[1] === 1
    default:
      return undefined
  }
}

function tagged(tag: number, text: string): Buffer {
  // A lone surrogate has no bytes of its own in UTF-8: such texts are known by their digest, over their units.
  if (text.length > LONGEST / 3 || !isWellFormed(text)) {
    const digest = createHash('sha256').update(Buffer.of(tag)).update(text, 'utf16le').digest()
    return Buffer.concat([Buffer.of(TAG.digest), digest])
  }
  const length = Buffer.byteLength(text)
  const bytes = Buffer.allocUnsafe(length + 1)
  bytes[0] = tag
  bytes.write(text, 1)
  return bytes
}

function isWellFormed(text: string): boolean {
  return (
    !/[\ud800-\udfff]/.test(text) ||
    !/(?<![\ud800-\udbff])[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])/.test(text)
  )
}
