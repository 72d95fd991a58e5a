import { type ByteReader, COPIED_BY_SUBSTRING } from './byte-reader.ts'
import { ObjectMaker, setOwn } from './object-maker.ts'
import { ERRORS, VIEWS } from './plain.ts'
import { TAG } from './tags.ts'

/** Reads what `TaggedWriter` wrote. */
export class TaggedReader {
  private readonly input: ByteReader
  private readonly makers: ObjectMaker[] = []
  private seen: unknown[] = []
  private text = ''
  /** Where the next short string begins in the text, and where the text's first byte is. */
  private at = 0
  private base = 0
  private wide = false
  private readonly next = () => this.value()
  private readonly keep = (value: unknown) => this.seen.push(value)

  constructor(input: ByteReader) {
    this.input = input
  }

  /** Fills an array with as many values as it has room for. */
  records(values: unknown[]): void {
    const { input } = this
    const start = input.position
    input.position = start + input.u32()
    this.wide = input.bytes[input.position + 4] !== 1
    this.base = input.position + 5
    this.text = input.text()
    this.at = 0
    const end = input.position
    input.position = start + 4
    for (let index = 0; index < values.length; index++) {
      if (this.seen.length > 0) this.seen = []
      values[index] = this.value()
    }
    input.position = end
  }

  private string(length: number): string {
    const start = this.at
    const end = start + length
    this.at = end
    if (length <= COPIED_BY_SUBSTRING) return this.text.substring(start, end)
    const { bytes } = this.input
    const { base } = this
    return this.wide
      ? bytes.toString('utf16le', base + start * 2, base + end * 2)
      : bytes.toString('latin1', base + start, base + end)
  }

  private value(): unknown {
    const { input, seen } = this
    const tag = input.u8()
    switch (tag) {
      case TAG.undefined:
        return undefined
      case TAG.null:
        return null
      case TAG.false:
        return false
      case TAG.true:
        return true
      case TAG.int32:
        return input.u32() | 0
      case TAG.double:
        return input.f64()
      case TAG.bigint: {
        const text = input.text()
        return text.startsWith('-') ? -BigInt(`0x${text.slice(1)}`) : BigInt(`0x${text}`)
      }
      case TAG.string:
        return this.string(input.u8())
      case TAG.longString:
        return input.text()
      case TAG.again:
        return seen[input.u32()]
      case TAG.array: {
        const array: unknown[] = []
        seen.push(array)
        const length = input.u32()
        for (let index = 0; index < length; index++) array.push(this.value())
        return array
      }
      case TAG.namedArray: {
        const array: unknown[] = []
        seen.push(array)
        array.length = input.u32()
        this.properties(array as unknown as Record<string, unknown>)
        return array
      }
      case TAG.object:
        return this.makers[input.u32()].make(this.next, this.keep)
      case TAG.newObject: {
        const maker = new ObjectMaker(Array.from({ length: input.u32() }, () => input.text()))
        this.makers.push(maker)
        return maker.make(this.next, this.keep)
      }
      case TAG.objectOnce: {
        const object: Record<string, unknown> = {}
        seen.push(object)
        this.properties(object)
        return object
      }
      default:
        return this.other(tag)
    }
  }

  private properties(object: Record<string, unknown>): void {
    for (let names = this.input.u32(); names > 0; names--) setOwn(object, this.input.text(), this.value())
  }

  private other(tag: number): unknown {
    const { input, seen } = this
    const place = seen.push(undefined) - 1
    const keep = <T>(value: T): T => {
      seen[place] = value
      return value
    }
    switch (tag) {
      case TAG.date:
        return keep(new Date(input.f64()))
      case TAG.map: {
        const map = keep(new Map<unknown, unknown>())
        for (let size = input.u32(); size > 0; size--) {
          const key = this.value()
          map.set(key, this.value())
        }
        return map
      }
      case TAG.set: {
        const set = keep(new Set<unknown>())
        for (let size = input.u32(); size > 0; size--) set.add(this.value())
        return set
      }
      case TAG.regExp: {
        const source = input.text()
        return keep(new RegExp(source, input.text()))
      }
      case TAG.arrayBuffer:
        return keep(input.raw(input.u32()).buffer)
      case TAG.view: {
        const kind = VIEWS[input.u8()] as Uint8ArrayConstructor
        const offset = input.u32()
        const bytes = input.u32()
        const buffer = this.value() as ArrayBuffer
        const width = kind.BYTES_PER_ELEMENT ?? 1
        return keep(new kind(buffer, offset, bytes / width))
      }
      case TAG.error: {
        const name = input.text()
        return this.error(keep(new ERRORS[name]()))
      }
      case TAG.boxed:
        return keep(Object(this.value()))
      default:
        throw new Error(`the encoded batch is damaged: tag ${tag} at byte ${input.position - 1}`)
    }
  }

  private error(error: Error): Error {
    const message = this.value()
    const stack = this.value()
    const hidden = (value: unknown) => ({ value, writable: true, enumerable: false, configurable: true })
    if (message !== undefined) Object.defineProperty(error, 'message', hidden(message))
    Object.defineProperty(error, 'stack', hidden(stack))
    if (this.input.u8() === 1) Object.defineProperty(error, 'cause', hidden(this.value()))
    return error
  }
}
