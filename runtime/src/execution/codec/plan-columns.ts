import { types } from 'node:util'
import { COLUMN, primitiveKind } from './column-kind.ts'
import { type ObjectColumn, sharesObjects } from './object-columns.ts'
import { isPlainArray } from './plain.ts'
import { objectShapeId, type RowShape, rowShape } from './row-shape.ts'
import type { StringHabit } from './string-dictionary.ts'

/** Shapes a connection remembers; a job whose records have ever new property names sends the names every time. */
export const MAX_SHAPES = 4096
/** Arrays that are alike and no longer than this travel as tuples, others as lists. */
const MAX_TUPLE = 8
/**
 * An array can have properties besides its elements. To look for them costs more than to send the array, so of a batch
 * only the first array is inspected, up to this length; of the others only what results of `match` have is seen.
 */
const MAX_INSPECTED = 64
/** Records nested deeper, or with more columns, go value by value. It also ends the search in a cycle. */
const MAX_NESTING = 8
const MAX_COLUMNS = 256
/** Elements of all lists of a batch; arrays that share elements could multiply without end. */
const MAX_ELEMENTS = 1 << 20

/** How the values of a batch, or of one field of all its records, will be written. */
export type Column =
  | { readonly kind: number; readonly values: readonly unknown[]; readonly habit: StringHabit }
  | { readonly shape: RowShape; readonly fields: readonly Column[] }
  | { readonly lists: readonly (readonly unknown[])[]; readonly total: number; readonly elements: Column }

/** What a connection has learnt of a shape. */
interface KnownShape {
  readonly shape: RowShape
  readonly habits: readonly StringHabit[]
}

/** Finds the columns of a batch, where all its records are alike. */
export class ColumnPlanner {
  private readonly shapes = new Map<string, KnownShape>()
  private readonly habit: StringHabit = { pause: 0 }
  private columns = 0
  private objects: ObjectColumn[] = []

  /**
   * The columns for a batch, or undefined where its records are not alike, or where objects occur more than once in a
   * record: identity is something columns cannot express.
   */
  plan(records: readonly unknown[]): Column | undefined {
    this.columns = 0
    this.objects = []
    const column = this.column(records, undefined, 0, this.habit)
    if (column === undefined) return undefined
    return sharesObjects(this.objects, records.length) ? undefined : column
  }

  /** @param owners the record each value belongs to, ascending; undefined: value i to record i */
  private column(
    values: readonly unknown[],
    owners: Int32Array | undefined,
    depth: number,
    habit: StringHabit,
  ): Column | undefined {
    const first = values[0]
    if (typeof first !== 'object' || first === null) {
      const kind = primitiveKind(values)
      return kind === undefined ? undefined : { kind, values, habit }
    }
    if (depth === MAX_NESTING || ++this.columns > MAX_COLUMNS) return undefined
    if (Array.isArray(first)) return this.arrays(values, first, owners, depth, habit)
    if (first instanceof Date) return this.dates(values as readonly object[], owners, depth, habit)
    const id = objectShapeId(first)
    if (id === undefined) return undefined
    const known = this.shape(id)
    return this.rows(known, known.shape.extract(values), values, id, owners, depth)
  }

  private rows(
    { shape, habits }: KnownShape,
    extracted: unknown[][] | undefined,
    values: readonly unknown[],
    group: unknown,
    owners: Int32Array | undefined,
    depth: number,
  ): Column | undefined {
    if (extracted === undefined) return undefined
    if (depth > 0) this.objects.push({ values: values as readonly object[], owners, group })
    const fields: Column[] = []
    for (let field = 0; field < extracted.length; field++) {
      const column = this.column(extracted[field], owners, depth + 1, habits[field])
      if (column === undefined) return undefined
      fields.push(column)
    }
    return { shape, fields }
  }

  private arrays(
    values: readonly unknown[],
    first: readonly unknown[],
    owners: Int32Array | undefined,
    depth: number,
    habit: StringHabit,
  ): Column | undefined {
    if (first.length <= MAX_INSPECTED && Object.keys(first).length !== first.length) return undefined
    if (first.length > 0 && first.length <= MAX_TUPLE) {
      const known = this.shape(String(first.length))
      const extracted = known.shape.extract(values)
      if (extracted !== undefined) return this.rows(known, extracted, values, Array, owners, depth)
    }
    const lists = values as readonly (readonly unknown[])[]
    let total = 0
    let nested = false
    for (const list of lists) {
      if (!Array.isArray(list) || !isPlainArray(list)) return undefined
      if (total === 0 && list.length > 0) nested = typeof list[0] === 'object'
      total += list.length
    }
    if (total > MAX_ELEMENTS) return undefined
    if (depth > 0) this.objects.push({ values: lists, owners, group: Array })
    const elements: unknown[] = new Array(total)
    const owned = nested ? new Int32Array(total) : undefined
    let at = 0
    for (let index = 0; index < lists.length; index++) {
      const list = lists[index]
      const owner = owners === undefined ? index : owners[index]
      for (let element = 0; element < list.length; element++) {
        const value = list[element]
        if (value === undefined && !Object.hasOwn(list, element)) return undefined
        if (owned !== undefined) owned[at] = owner
        elements[at++] = value
      }
    }
    const column = this.column(elements, owned, depth + 1, habit)
    return column === undefined ? undefined : { lists, total, elements: column }
  }

  private dates(
    values: readonly object[],
    owners: Int32Array | undefined,
    depth: number,
    habit: StringHabit,
  ): Column | undefined {
    for (const value of values) {
      if (!types.isDate(value) || Object.getPrototypeOf(value) !== Date.prototype) return undefined
    }
    if (depth > 0) this.objects.push({ values, owners, group: Date })
    return { kind: COLUMN.dates, values, habit }
  }

  private shape(id: string): KnownShape {
    let known = this.shapes.get(id)
    if (known === undefined) {
      if (this.shapes.size >= MAX_SHAPES) this.shapes.clear()
      const shape = rowShape(id)
      known = { shape, habits: Array.from({ length: shape.fields }, () => ({ pause: 0 })) }
      this.shapes.set(id, known)
    }
    return known
  }
}
