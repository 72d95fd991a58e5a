import { inspect } from 'node:util'
import { checkOptions } from '../check-options.ts'
import { defineSink, type Sink, type SinkWriter, type WriterContext } from '../sink.ts'
import { compareCells, isMissing, tableCell } from './table-cell.ts'

/** A property of the records, an index where they are arrays, or a function. */
export type TableField<T> = (keyof T & (string | number)) | ((record: T) => unknown)

export interface TableOptions<T> {
  /** What rows are told apart by: the latest record of each key is shown. */
  readonly key: TableField<T>
  /** What rows are sorted by. Default: the order in which the keys first appeared. */
  readonly sortBy?: TableField<T>
  /** Largest first. Default false. */
  readonly descending?: boolean
  /** Rows at most. Default: all. */
  readonly limit?: number
  /** The columns: properties of the records, or names for the elements of records that are arrays. Default: those of the first record. */
  readonly columns?: readonly string[]
}

/** Milliseconds between two looks of a table. */
const REFRESH = 250

/**
 * Shows the latest record of each key as a table: redrawn as it changes on a terminal and in the editor, once at the end
 * where output goes to a file. All keys are held in memory, by the one instance.
 */
export function table<T>(options: TableOptions<T>): Sink<T> {
  checkOptions('table', options, ['key', 'sortBy', 'descending', 'limit', 'columns'])
  const { key, sortBy, limit } = options
  if (key === undefined) throw new TypeError("table takes the key of its rows: table({ key: 'airport' })")
  if (limit !== undefined && !(limit >= 1)) throw new RangeError(`limit is ${limit}: a table has at least one row`)
  return defineSink({
    name: 'Table',
    detail: typeof sortBy === 'string' ? `by ${sortBy}` : undefined,
    singleInstance: 'a table shows all keys together',
    writer: (context) => new TableWriter(options, context),
  })
}

class TableWriter<T> implements SinkWriter<T> {
  private readonly key: (record: T) => unknown
  private readonly sortBy: ((record: T) => unknown) | undefined
  private readonly descending: boolean
  private readonly limit: number
  private readonly context: WriterContext
  private readonly latest = new Map<unknown, T>()
  private columns: readonly string[] | undefined
  private shownAt = -REFRESH
  private timer: NodeJS.Timeout | undefined

  constructor(options: TableOptions<T>, context: WriterContext) {
    this.key = getter(options.key)
    this.sortBy = options.sortBy === undefined ? undefined : getter(options.sortBy)
    this.descending = options.descending ?? false
    this.limit = options.limit ?? Infinity
    this.columns = options.columns
    this.context = context
  }

  write(records: readonly T[]): void {
    for (const record of records) this.latest.set(identity(this.key(record)), record)
    if (this.timer !== undefined) return
    const wait = this.shownAt + REFRESH - performance.now()
    if (wait <= 0) this.show(false)
    else this.timer = setTimeout(() => this.show(false), wait)
  }

  prepareCommit(): void {
    this.show(true)
  }

  close(): void {
    clearTimeout(this.timer)
  }

  private show(final: boolean): void {
    clearTimeout(this.timer)
    this.timer = undefined
    this.shownAt = performance.now()
    const records = this.top()
    this.columns ??= records.length > 0 ? columnsOf(records[0]) : undefined
    const columns = this.columns ?? []
    const rows = records.map((record) => columns.map((name, i) => tableCell(field(record, name, i))))
    this.context.result({ kind: 'table', name: this.context.operatorName, columns, rows, final })
  }

  /** The first rows in order. */
  private top(): T[] {
    const { sortBy } = this
    if (sortBy === undefined) return [...this.latest.values()].slice(0, this.limit)
    const sign = this.descending ? -1 : 1
    const rows: { value: unknown; record: T }[] = []
    const comesBefore = (a: unknown, b: unknown) =>
      (isMissing(a) || isMissing(b) ? compareCells(a, b) : sign * compareCells(a, b)) < 0
    // Most of many keys do not make it into a short table: no need to sort them.
    const bounded = this.limit <= 100
    for (const record of this.latest.values()) {
      const value = sortBy(record)
      if (!bounded) {
        rows.push({ value, record })
        continue
      }
      if (rows.length === this.limit && !comesBefore(value, rows[rows.length - 1].value)) continue
      let place = rows.length
      while (place > 0 && comesBefore(value, rows[place - 1].value)) place--
      rows.splice(place, 0, { value, record })
      if (rows.length > this.limit) rows.pop()
    }
    if (!bounded) rows.sort((a, b) => (comesBefore(a.value, b.value) ? -1 : comesBefore(b.value, a.value) ? 1 : 0))
    return rows.slice(0, this.limit).map(({ record }) => record)
  }
}

function getter<T>(of: TableField<T>): (record: T) => unknown {
  return typeof of === 'function' ? of : (record) => record[of]
}

/** Keys are compared by content. */
function identity(key: unknown): unknown {
  return typeof key === 'object' && key !== null ? `\0${inspect(key, { depth: Infinity, sorted: true })}` : key
}

function columnsOf(record: unknown): string[] {
  return typeof record === 'object' && record !== null ? Object.keys(record) : ['value']
}

function field(record: unknown, name: string, index: number): unknown {
  if (Array.isArray(record)) return record[index]
  return typeof record === 'object' && record !== null ? (record as Record<string, unknown>)[name] : record
}
