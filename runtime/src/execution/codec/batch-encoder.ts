import { ByteWriter } from './byte-writer.ts'
import { COLUMN, primitiveKind } from './column-kind.ts'
import { type RowShape, rowShape, shapeId } from './row-shape.ts'
import { SendingDictionary } from './string-dictionary.ts'
import { TaggedWriter } from './tagged-values.ts'

/** Shapes a connection remembers; a job whose records have ever new property names sends the names every time. */
export const MAX_SHAPES = 4096

/**
 * Encodes batches of records for one connection, column by column where all records have the shape of the first, value
 * by value otherwise. It keeps what the other end knows, so every batch must reach one `BatchDecoder`, in order. After
 * a `NotARecord` the two no longer agree: the connection is of no use any more (the job has failed).
 */
export class BatchEncoder {
  private readonly out = new ByteWriter()
  private readonly tagged = new TaggedWriter(this.out)
  private readonly dictionary = new SendingDictionary()
  /** The shapes the receiver knows, with their numbers. */
  private readonly sentShapes = new Map<RowShape, number>()
  private readonly shapes = new Map<string, RowShape>()
  private lastShape: RowShape | undefined
  private numbers = new Uint32Array(1024)

  /** The bytes of a batch, valid until the next call. */
  encode(values: readonly unknown[]): Uint8Array {
    this.out.position = 0
    return this.append(values)
  }

  /** The bytes of the batch before with those of a further one behind them. */
  append(values: readonly unknown[]): Uint8Array {
    const { out } = this
    out.u32(values.length)
    const first = values[0]
    if (typeof first === 'object' && first !== null) {
      if (!this.rows(values, first)) this.column(COLUMN.tagged, values)
    } else {
      this.column(primitiveKind(values) ?? COLUMN.tagged, values)
    }
    return out.bytes.subarray(0, out.position)
  }

  /** Tuples or objects of primitives, all alike; false, with nothing written, when they are not. */
  private rows(values: readonly unknown[], first: object): boolean {
    let shape = this.lastShape
    let columns = shape?.extract(values)
    if (shape === undefined || columns === undefined) {
      shape = this.shapeFor(first)
      columns = shape?.extract(values)
      if (shape === undefined || columns === undefined) return false
      this.lastShape = shape
    }
    const kinds: number[] = []
    for (const column of columns) {
      const kind = primitiveKind(column)
      if (kind === undefined) return false
      kinds.push(kind)
    }
    this.writeShape(shape)
    for (let field = 0; field < columns.length; field++) this.column(kinds[field], columns[field])
    return true
  }

  private shapeFor(first: object): RowShape | undefined {
    const id = shapeId(first)
    if (id === undefined) return undefined
    let shape = this.shapes.get(id)
    if (shape === undefined) {
      if (this.shapes.size >= MAX_SHAPES) this.shapes.clear()
      shape = rowShape(id)
      this.shapes.set(id, shape)
    }
    return shape
  }

  private writeShape(shape: RowShape): void {
    const { out } = this
    const number = this.sentShapes.get(shape)
    if (number !== undefined) {
      out.u8(COLUMN.knownRows)
      out.u32(number)
      return
    }
    if (this.sentShapes.size < MAX_SHAPES) {
      this.sentShapes.set(shape, this.sentShapes.size)
      out.u8(COLUMN.newRows)
    } else {
      out.u8(COLUMN.rowsOnce)
    }
    out.text(shape.id)
  }

  private column(kind: number, values: readonly unknown[]): void {
    const { out } = this
    const count = values.length
    if (kind === COLUMN.strings) {
      this.stringColumn(values as readonly string[])
      return
    }
    out.u8(kind)
    out.reserve(8 * count + 8)
    const { view, bytes } = out
    let { position } = out
    switch (kind) {
      case COLUMN.sameInt32:
        view.setInt32(position, values[0] as number, true)
        position += 4
        break
      case COLUMN.int32:
        for (let index = 0; index < count; index++, position += 4)
          view.setInt32(position, values[index] as number, true)
        break
      case COLUMN.float64:
        for (let index = 0; index < count; index++, position += 8)
          view.setFloat64(position, values[index] as number, true)
        break
      case COLUMN.boolean:
        for (let index = 0; index < count; index++) bytes[position++] = values[index] ? 1 : 0
        break
      default:
        for (let index = 0; index < count; index++) this.tagged.record(values[index])
        return
    }
    out.position = position
  }

  private stringColumn(strings: readonly string[]): void {
    const { out, dictionary } = this
    const count = strings.length
    if (dictionary.worthwhile(count)) {
      if (this.numbers.length < count) this.numbers = new Uint32Array(count * 2)
      const { numbers } = this
      const added: string[] = []
      if (dictionary.number(strings, numbers, added)) {
        out.u8(dictionary.takeReset() ? COLUMN.stringNumbersAnew : COLUMN.stringNumbers)
        out.u32(added.length)
        for (const text of added) out.text(text)
        out.reserve(4 * count)
        const { view } = out
        let { position } = out
        for (let index = 0; index < count; index++, position += 4) view.setUint32(position, numbers[index], true)
        out.position = position
        return
      }
    }
    out.u8(COLUMN.strings)
    out.reserve(4 * count)
    for (let index = 0; index < count; index++) out.u32(strings[index].length)
    out.text(strings.join(''))
  }
}
