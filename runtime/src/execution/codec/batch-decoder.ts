import { ByteReader, COPIED_BY_SUBSTRING } from './byte-reader.ts'
import { COLUMN } from './column-kind.ts'
import { type RowShape, rowShape } from './row-shape.ts'
import { TaggedReader } from './tagged-reader.ts'

/** Decodes what one `BatchEncoder` encoded, in the same order. */
export class BatchDecoder {
  private readonly input = new ByteReader()
  private readonly tagged = new TaggedReader(this.input)
  private readonly shapes: RowShape[] = []
  private strings: string[] = []

  /** @param bytes only read during the call; may lie in shared memory */
  decode(bytes: Uint8Array): unknown[] {
    const { input } = this
    input.load(bytes)
    const count = input.u32()
    const kind = input.u8()
    return this.column(kind, count)
  }

  private rows(kind: number, count: number): unknown[] {
    const shape = this.shape(kind)
    const columns: unknown[][] = []
    for (let field = 0; field < shape.fields; field++) columns.push(this.column(this.input.u8(), count))
    return shape.build(columns, count)
  }

  private lists(count: number): unknown[][] {
    const { input } = this
    const total = input.u32()
    let lengths = input.position
    input.position += 4 * count
    const elements = this.column(input.u8(), total)
    const lists: unknown[][] = new Array(count)
    let start = 0
    for (let index = 0; index < count; index++, lengths += 4) {
      const end = start + input.view.getUint32(lengths, true)
      lists[index] = elements.slice(start, end)
      start = end
    }
    return lists
  }

  private shape(kind: number): RowShape {
    if (kind === COLUMN.knownRows) return this.shapes[this.input.u32()]
    const shape = rowShape(this.input.text())
    if (kind === COLUMN.newRows) this.shapes.push(shape)
    return shape
  }

  private column(kind: number, count: number): unknown[] {
    const { input } = this
    const { view } = input
    let { position } = input
    const values: unknown[] = new Array(count)
    switch (kind) {
      case COLUMN.tagged:
        this.tagged.records(values)
        return values
      case COLUMN.newRows:
      case COLUMN.rowsOnce:
      case COLUMN.knownRows:
        return this.rows(kind, count)
      case COLUMN.lists:
        return this.lists(count)
      case COLUMN.dates:
        for (let index = 0; index < count; index++, position += 8)
          values[index] = new Date(view.getFloat64(position, true))
        break
      case COLUMN.sameInt32:
        values.fill(view.getInt32(position, true))
        position += 4
        break
      case COLUMN.int32:
        for (let index = 0; index < count; index++, position += 4) values[index] = view.getInt32(position, true)
        break
      case COLUMN.float64:
        for (let index = 0; index < count; index++, position += 8) values[index] = view.getFloat64(position, true)
        break
      case COLUMN.boolean:
        for (let index = 0; index < count; index++) values[index] = input.bytes[position++] === 1
        break
      case COLUMN.strings:
        return this.stringColumn(values as string[])
      case COLUMN.stringNumbers:
      case COLUMN.stringNumbersAnew:
        return this.numberedColumn(values as string[], kind === COLUMN.stringNumbersAnew)
      default:
        throw new Error(`the encoded batch is damaged: column kind ${kind} at byte ${position - 1}`)
    }
    input.position = position
    return values
  }

  private stringColumn(values: string[]): string[] {
    const { input } = this
    const lengths = input.position
    input.position += 4 * values.length
    const total = input.u32()
    const width = input.bytes[input.position]
    const base = input.position + 1
    const joined = input.units(total)
    let start = 0
    for (let index = 0; index < values.length; index++) {
      const end = start + input.view.getUint32(lengths + 4 * index, true)
      values[index] =
        end - start <= COPIED_BY_SUBSTRING
          ? joined.substring(start, end)
          : width === 1
            ? input.bytes.toString('latin1', base + start, base + end)
            : input.bytes.toString('utf16le', base + start * 2, base + end * 2)
      start = end
    }
    return values
  }

  private numberedColumn(values: string[], anew: boolean): string[] {
    const { input } = this
    if (anew) this.strings = []
    const { strings } = this
    for (let added = input.u32(); added > 0; added--) strings.push(input.text())
    const { view } = input
    let { position } = input
    for (let index = 0; index < values.length; index++, position += 4) {
      values[index] = strings[view.getUint32(position, true)]
    }
    input.position = position
    return values
  }
}
