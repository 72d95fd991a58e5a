import type { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'
import { checkRecord, MAX_DEPTH, NotARecord } from './not-a-record.ts'
import { ERRORS, isPlainObject, VIEWS, viewKind } from './plain.ts'

const TAG = {
  undefined: 0,
  null: 1,
  false: 2,
  true: 3,
  int32: 4,
  double: 5,
  bigint: 6,
  string: 7,
  array: 8,
  sparseArray: 9,
  object: 10,
  date: 11,
  map: 12,
  set: 13,
  regExp: 14,
  arrayBuffer: 15,
  view: 16,
  error: 17,
  boxed: 18,
  /** An object that was written before in the same record. */
  again: 19,
} as const

/** Thrown where a value is met that is no record; `record` then looks for it again, with its path. */
const REFUSED = Symbol('refused')

/**
 * Writes values of any kind, each behind a tag. Objects are remembered within a record, so that cycles and shared
 * references arrive as such.
 */
export class TaggedWriter {
  private readonly out: ByteWriter
  private readonly seen = new Map<object, number>()
  private depth = 0

  constructor(out: ByteWriter) {
    this.out = out
  }

  /** Throws NotARecord; what has been written is then of no use. */
  record(value: unknown): void {
    if (this.seen.size > 0) this.seen.clear()
    this.depth = 0
    try {
      this.value(value)
    } catch (error) {
      if (error !== REFUSED) throw error
      checkRecord(value)
      throw new NotARecord('something that cannot be copied', '', value)
    }
  }

  private value(value: unknown): void {
    const { out } = this
    switch (typeof value) {
      case 'string':
        out.u8(TAG.string)
        out.text(value)
        return
      case 'number':
        if ((value | 0) === value && !Object.is(value, -0)) {
          out.u8(TAG.int32)
          out.u32(value)
        } else {
          out.u8(TAG.double)
          out.f64(value)
        }
        return
      case 'boolean':
        out.u8(value ? TAG.true : TAG.false)
        return
      case 'undefined':
        out.u8(TAG.undefined)
        return
      case 'bigint':
        out.u8(TAG.bigint)
        out.text(value.toString(16))
        return
      case 'object':
        if (value === null) out.u8(TAG.null)
        else this.object(value)
        return
      default:
        throw REFUSED
    }
  }

  private object(value: object): void {
    const { out, seen } = this
    const before = seen.get(value)
    if (before !== undefined) {
      out.u8(TAG.again)
      out.u32(before)
      return
    }
    seen.set(value, seen.size)
    if (++this.depth > MAX_DEPTH) throw REFUSED
    if (Array.isArray(value)) this.array(value)
    else if (isPlainObject(value)) this.plain(value as Record<string, unknown>)
    else this.other(value)
    this.depth--
  }

  private plain(value: Record<string, unknown>): void {
    const names = Object.keys(value)
    this.out.u8(TAG.object)
    this.out.u32(names.length)
    for (const name of names) {
      this.out.text(name)
      this.value(value[name])
    }
  }

  private array(value: unknown[]): void {
    const { out } = this
    if (Object.getPrototypeOf(value) !== Array.prototype) throw REFUSED
    let present = 0
    value.forEach(() => {
      present++
    })
    out.u8(present === value.length ? TAG.array : TAG.sparseArray)
    out.u32(value.length)
    if (present === value.length) {
      for (let index = 0; index < value.length; index++) this.value(value[index])
    } else {
      out.u32(present)
      value.forEach((element, index) => {
        out.u32(index)
        this.value(element)
      })
    }
  }

  private other(value: object): void {
    const { out } = this
    const prototype = Object.getPrototypeOf(value)
    if (prototype === Date.prototype) {
      out.u8(TAG.date)
      out.f64((value as Date).getTime())
    } else if (prototype === Map.prototype) {
      const entries = [...(value as Map<unknown, unknown>)]
      out.u8(TAG.map)
      out.u32(entries.length)
      for (const [key, entry] of entries) {
        this.value(key)
        this.value(entry)
      }
    } else if (prototype === Set.prototype) {
      const entries = [...(value as Set<unknown>)]
      out.u8(TAG.set)
      out.u32(entries.length)
      for (const entry of entries) this.value(entry)
    } else if (prototype === RegExp.prototype) {
      out.u8(TAG.regExp)
      out.text((value as RegExp).source)
      out.text((value as RegExp).flags)
    } else if (prototype === ArrayBuffer.prototype) {
      out.u8(TAG.arrayBuffer)
      out.u32((value as ArrayBuffer).byteLength)
      out.raw(new Uint8Array(value as ArrayBuffer))
    } else if (ArrayBuffer.isView(value) && viewKind(value) >= 0) {
      this.view(value)
    } else if (value instanceof Error && prototype === ERRORS[prototype.constructor?.name]?.prototype) {
      out.u8(TAG.error)
      out.text(ERRORS[value.name] ? value.name : 'Error')
      this.value(Object.hasOwn(value, 'message') ? String(value.message) : undefined)
      this.value(typeof value.stack === 'string' ? value.stack : undefined)
      out.u8(Object.hasOwn(value, 'cause') ? 1 : 0)
      if (Object.hasOwn(value, 'cause')) this.value(value.cause)
    } else if ([Boolean, Number, String, BigInt].some((kind) => prototype === kind.prototype)) {
      out.u8(TAG.boxed)
      this.value(value.valueOf())
    } else {
      throw REFUSED
    }
  }

  private view(value: ArrayBufferView): void {
    const { out } = this
    const shared = Buffer.isBuffer(value) || !(value.buffer instanceof ArrayBuffer)
    // A Buffer is a window on a pool that belongs to nobody: only what it shows is sent.
    const buffer = shared
      ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice().buffer
      : value.buffer
    out.u8(TAG.view)
    out.u8(viewKind(value))
    out.u32(shared ? 0 : value.byteOffset)
    out.u32(value.byteLength)
    this.object(buffer)
  }
}

/** Reads what `TaggedWriter` wrote. */
export class TaggedReader {
  private readonly input: ByteReader
  private seen: unknown[] = []

  constructor(input: ByteReader) {
    this.input = input
  }

  record(): unknown {
    if (this.seen.length > 0) this.seen = []
    return this.value()
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
      case TAG.sparseArray: {
        const array: unknown[] = []
        seen.push(array)
        array.length = input.u32()
        for (let present = input.u32(); present > 0; present--) {
          const index = input.u32()
          array[index] = this.value()
        }
        return array
      }
      case TAG.object: {
        const object: Record<string, unknown> = {}
        seen.push(object)
        for (let names = input.u32(); names > 0; names--) setOwn(object, input.text(), this.value())
        return object
      }
      default:
        return this.other(tag)
    }
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

/** A plain assignment to `__proto__` would set the prototype. */
function setOwn(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true })
  } else {
    object[name] = value
  }
}
