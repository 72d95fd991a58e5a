import { ByteWriter } from './byte-writer.ts'
import { COLUMN } from './column-kind.ts'
import { type Column, ColumnPlanner, MAX_SHAPES } from './plan-columns.ts'
import type { RowShape } from './row-shape.ts'
import { SendingDictionary, type StringHabit } from './string-dictionary.ts'
import { TaggedWriter } from './tagged-writer.ts'

/**
 * Encodes batches of records for one connection, column by column where all records have the shape of the first, value
 * by value otherwise. It keeps what the other end knows, so every batch must reach one `BatchDecoder`, in order. After
 * a `NotARecord` the two no longer agree: the connection is of no use any more (the job has failed).
 */
export class BatchEncoder {
  private readonly out = new ByteWriter()
  private readonly tagged = new TaggedWriter(this.out)
  private readonly planner = new ColumnPlanner()
  private readonly dictionary = new SendingDictionary()
  /** The shapes the receiver knows, with their numbers. */
  private readonly sentShapes = new Map<RowShape, number>()
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
    const column = this.planner.plan(values)
    if (column === undefined) this.taggedColumn(values)
    else this.column(column, values.length)
    return out.bytes.subarray(0, out.position)
  }

  private column(column: Column, count: number): void {
    if ('kind' in column) {
      if (column.kind === COLUMN.tagged) this.taggedColumn(column.values)
      else if (column.kind === COLUMN.strings) this.stringColumn(column.values as readonly string[], column.habit)
      else this.fixedColumn(column.kind, column.values)
    } else if ('shape' in column) {
      this.writeShape(column.shape)
      for (const field of column.fields) this.column(field, count)
    } else {
      const { out } = this
      out.u8(COLUMN.lists)
      out.u32(column.total)
      for (const list of column.lists) out.u32(list.length)
      this.column(column.elements, column.total)
    }
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

  private taggedColumn(values: readonly unknown[]): void {
    this.out.u8(COLUMN.tagged)
    this.tagged.records(values)
  }

  private fixedColumn(kind: number, values: readonly unknown[]): void {
    const { out } = this
    const count = values.length
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
      case COLUMN.dates:
        for (let index = 0; index < count; index++, position += 8)
          view.setFloat64(position, (values[index] as Date).getTime(), true)
        break
    }
    out.position = position
  }

  private stringColumn(strings: readonly string[], habit: StringHabit): void {
    const { out, dictionary } = this
    const count = strings.length
    if (dictionary.worthwhile(count, habit)) {
      if (this.numbers.length < count) this.numbers = new Uint32Array(count * 2)
      const { numbers } = this
      const added: string[] = []
      if (dictionary.number(strings, numbers, added, habit)) {
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
