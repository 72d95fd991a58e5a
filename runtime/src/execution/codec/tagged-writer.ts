import type { ByteWriter } from './byte-writer.ts'
import { NameTree } from './name-tree.ts'
import { checkRecord, MAX_DEPTH, NotARecord } from './not-a-record.ts'
import { ObjectMemo } from './object-memo.ts'
import { ERRORS, isPlainObject, viewKind } from './plain.ts'
import { MAX_JOINED, TAG } from './tags.ts'

/** Thrown where a value is met that is no record; `record` then looks for it again, with its path. */
const REFUSED = Symbol('refused')

/**
 * Writes values of any kind, each behind a tag. Objects are remembered within a record, so that cycles and shared
 * references arrive as such; property names are sent once and by number afterwards; short strings go in one piece.
 */
export class TaggedWriter {
  private readonly out: ByteWriter
  private readonly seen = new ObjectMemo()
  private readonly names = new NameTree()
  private strings: string[] = []
  private depth = 0

  constructor(out: ByteWriter) {
    this.out = out
  }

  /** Writes values and, behind them, the text of their short strings. Throws NotARecord. */
  records(values: readonly unknown[]): void {
    const { out } = this
    const start = out.position
    this.strings = []
    out.u32(0)
    for (let index = 0; index < values.length; index++) this.record(values[index])
    out.view.setUint32(start, out.position - start, true)
    out.text(this.strings.join(''))
  }

  private record(value: unknown): void {
    this.seen.clear()
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
        if (value.length > MAX_JOINED) {
          out.u8(TAG.longString)
          out.text(value)
        } else {
          out.u8(TAG.string)
          out.u8(value.length)
          this.strings.push(value)
        }
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
    const before = this.seen.meet(value)
    if (before >= 0) {
      this.out.u8(TAG.again)
      this.out.u32(before)
      return
    }
    if (++this.depth > MAX_DEPTH) throw REFUSED
    if (Array.isArray(value)) this.array(value)
    else if (isPlainObject(value)) this.plain(value as Record<string, unknown>)
    else this.other(value)
    this.depth--
  }

  private plain(value: Record<string, unknown>): void {
    const { out } = this
    const names = Object.keys(value)
    const number = this.names.number(names)
    if (number < 0) {
      out.u8(TAG.objectOnce)
      this.properties(value, names)
      return
    }
    if (this.names.isNew) {
      out.u8(TAG.newObject)
      out.u32(names.length)
      for (const name of names) out.text(name)
    } else {
      out.u8(TAG.object)
      out.u32(number)
    }
    for (let index = 0; index < names.length; index++) this.value(value[names[index]])
  }

  private array(value: unknown[]): void {
    const { out } = this
    if (Object.getPrototypeOf(value) !== Array.prototype) throw REFUSED
    const names = Object.keys(value)
    // Elements come first, in order: if the last of `length` names is the last element, the others are all the elements.
    const dense = names.length === value.length && (names.length === 0 || names.at(-1) === String(value.length - 1))
    if (dense) {
      out.u8(TAG.array)
      out.u32(value.length)
      for (let index = 0; index < value.length; index++) this.value(value[index])
    } else {
      out.u8(TAG.namedArray)
      out.u32(value.length)
      this.properties(value as unknown as Record<string, unknown>, names)
    }
  }

  private properties(value: Record<string, unknown>, names: readonly string[]): void {
    this.out.u32(names.length)
    for (const name of names) {
      this.out.text(name)
      this.value(value[name])
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
