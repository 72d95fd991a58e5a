import { deserialize, serialize } from 'node:v8'

const TAG = {
  clone: 0,
  int32: 1,
  double: 2,
  latin1: 3,
  utf16: 4,
  true: 5,
  false: 6,
  null: 7,
  undefined: 8,
  array: 9,
  object: 10,
} as const

/** Objects in one value that are written one by one; a value with more is cloned as a whole. */
const MOST_OBJECTS = 16
const MOST_PROPERTIES = 16
/** Records that are used as dictionaries have no shapes that come again. */
const MOST_SHAPES = 1_000

interface Shape {
  readonly number: number
  readonly names: readonly string[]
  /** Reads the properties one by one, so that the objects of a shape are alike to V8. */
  readonly make: (codec: ValueCodec) => object
}

/**
 * Values of state as bytes, and back. What is read equals what was written as `structuredClone` would have it.
 *
 * Small plain values take a short way, which is several times as fast as a structured clone; shapes of objects are kept
 * here, so only the codec that has written bytes can read them.
 */
export class ValueCodec {
  private bytes = Buffer.allocUnsafe(4096)
  /** What is being read. */
  private source: Buffer = this.bytes
  private at = 0
  private readonly objects: object[] = []
  private readonly shapes: Shape[] = []
  private readonly shapesByName = new Map<string, Shape>()
  private lastShape: Shape | undefined
  private readonly double = new Float64Array(1)
  private readonly doubleBytes = new Uint8Array(this.double.buffer)

  /**
   * @returns bytes that are valid until the next call
   * @throws DOMException (DataCloneError) for what is no plain data
   */
  encode(value: unknown): Buffer {
    this.at = 0
    this.append(value)
    return this.bytes.subarray(0, this.at)
  }

  /** Two values, one behind the other; as `encode`. */
  encodeBoth(first: unknown, second: unknown): Buffer {
    this.at = 0
    this.append(first)
    this.append(second)
    return this.bytes.subarray(0, this.at)
  }

  /** Reads the value, or the first of both. */
  decode(bytes: Buffer): unknown {
    this.source = bytes
    this.at = 0
    return this.read()
  }

  /** Reads what comes next. */
  next(): unknown {
    return this.read()
  }

  private append(value: unknown): void {
    const { at } = this
    this.objects.length = 0
    if (this.write(value)) return
    this.at = at
    const clone = serialize(value)
    this.room(clone.length + 5)
    this.bytes[this.at] = TAG.clone
    this.bytes.writeUInt32LE(clone.length, this.at + 1)
    this.bytes.set(clone, this.at + 5)
    this.at += clone.length + 5
  }

  /** False if the value does not go the short way. */
  private write(value: unknown): boolean {
    this.room(16)
    switch (typeof value) {
      case 'number':
        this.writeNumber(value)
        return true
      case 'string':
        return this.writeText(value)
      case 'boolean':
        this.bytes[this.at++] = value ? TAG.true : TAG.false
        return true
      case 'undefined':
        this.bytes[this.at++] = TAG.undefined
        return true
      case 'object':
        if (value === null) {
          this.bytes[this.at++] = TAG.null
          return true
        }
        return this.writeObject(value)
      default:
        return false
    }
  }

  private writeNumber(value: number): void {
    if ((value | 0) === value && !Object.is(value, -0)) {
      this.bytes[this.at++] = TAG.int32
      this.writeWord(value)
    } else {
      this.bytes[this.at++] = TAG.double
      this.double[0] = value
      for (let i = 0; i < 8; i++) this.bytes[this.at++] = this.doubleBytes[i]
    }
  }

  private writeText(text: string): boolean {
    this.room(text.length * 2 + 5)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it asks for what one byte can hold.
    const narrow = /^[\u0000-\u00ff]*$/.test(text)
    this.bytes[this.at++] = narrow ? TAG.latin1 : TAG.utf16
    this.writeWord(text.length)
    this.at += this.bytes.write(text, this.at, narrow ? 'latin1' : 'utf16le')
    return true
  }

  private writeObject(value: object): boolean {
    // An object that is met twice must be one object again.
    if (this.objects.length === MOST_OBJECTS || this.objects.includes(value)) return false
    this.objects.push(value)
    const prototype = Object.getPrototypeOf(value)
    if (prototype === Array.prototype) return this.writeArray(value as unknown[])
    if (prototype !== Object.prototype) return false
    const names = Object.keys(value)
    if (names.length > MOST_PROPERTIES) return false
    const shape = this.shapeOf(names)
    if (shape === undefined) return false
    this.bytes[this.at++] = TAG.object
    this.writeWord(shape.number)
    for (let i = 0; i < names.length; i++) if (!this.write((value as Record<string, unknown>)[names[i]])) return false
    return true
  }

  private writeArray(array: readonly unknown[]): boolean {
    if (array.length > MOST_PROPERTIES) return false
    const names = Object.keys(array)
    // With holes or properties of its own it is no list.
    if (names.length !== array.length || (names.length > 0 && names[names.length - 1] !== String(array.length - 1)))
      return false
    this.bytes[this.at++] = TAG.array
    this.bytes[this.at++] = array.length
    for (let i = 0; i < array.length; i++) if (!this.write(array[i])) return false
    return true
  }

  private shapeOf(names: readonly string[]): Shape | undefined {
    const last = this.lastShape
    if (last !== undefined && sameNames(last.names, names)) return last
    const joined = names.join('\0')
    const known = this.shapesByName.get(joined)
    if (known !== undefined) {
      this.lastShape = known
      return sameNames(known.names, names) ? known : undefined
    }
    if (this.shapes.length === MOST_SHAPES || names.includes('__proto__')) return undefined
    const properties = names.map((name) => `${JSON.stringify(name)}: codec.next()`)
    const make = new Function('codec', `return { ${properties.join(', ')} }`) as Shape['make']
    const shape = { number: this.shapes.length, names, make }
    this.shapes.push(shape)
    this.shapesByName.set(joined, shape)
    this.lastShape = shape
    return shape
  }

  private read(): unknown {
    const { source } = this
    switch (source[this.at++]) {
      case TAG.int32:
        return this.readWord()
      case TAG.double:
        for (let i = 0; i < 8; i++) this.doubleBytes[i] = source[this.at++]
        return this.double[0]
      case TAG.latin1:
        return this.readText('latin1', this.readWord())
      case TAG.utf16:
        return this.readText('utf16le', this.readWord() * 2)
      case TAG.true:
        return true
      case TAG.false:
        return false
      case TAG.null:
        return null
      case TAG.undefined:
        return undefined
      case TAG.array: {
        const array: unknown[] = []
        for (let left = source[this.at++]; left > 0; left--) array.push(this.read())
        return array
      }
      case TAG.object:
        return this.shapes[this.readWord()].make(this)
      default: {
        const start = this.at + 4
        this.at = start + this.readWord()
        // A copy: typed arrays that are read share the memory they are read from.
        return deserialize(Buffer.from(source.subarray(start, this.at)))
      }
    }
  }

  private readText(encoding: 'latin1' | 'utf16le', length: number): string {
    const start = this.at
    this.at = start + length
    return this.source.toString(encoding, start, this.at)
  }

  private writeWord(value: number): void {
    const { bytes } = this
    bytes[this.at++] = value
    bytes[this.at++] = value >>> 8
    bytes[this.at++] = value >>> 16
    bytes[this.at++] = value >>> 24
  }

  private readWord(): number {
    const { source } = this
    return source[this.at++] | (source[this.at++] << 8) | (source[this.at++] << 16) | (source[this.at++] << 24)
  }

  private room(length: number): void {
    if (this.at + length <= this.bytes.length) return
    const larger = Buffer.allocUnsafe((this.at + length) * 2)
    larger.set(this.bytes.subarray(0, this.at))
    this.bytes = larger
  }
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
