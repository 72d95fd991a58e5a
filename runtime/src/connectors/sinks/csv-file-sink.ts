import { checkOptions } from '../check-options.ts'
import { connectorError } from '../connector-error.ts'
import { type FileFormat, fileSink, type RollOptions } from '../files/index.ts'
import type { Sink } from '../sink.ts'

export interface CsvFileSinkOptions extends RollOptions {
  /** The columns, in order: properties of the records, or names for the elements of records that are arrays. Default: those of the first record. */
  readonly columns?: readonly string[]
  /** Whether a file begins with the names of the columns. Default true. */
  readonly header?: boolean
  /** Between fields, one character. Default `','`. */
  readonly delimiter?: string
}

/**
 * Writes records as rows of CSV: fields with a delimiter, a quote or a line end in quotes (RFC 4180), rows ended by LF.
 * Files, folders and parts are as with `textFileSink`.
 *
 * Dates are written in ISO 8601, null and undefined as nothing, objects as JSON. A record with a property that is no
 * column fails the job, unless `columns` are given: nothing is left out unasked.
 *
 * @param path relative to the job file
 */
export function csvFileSink<T>(path: string, options: CsvFileSinkOptions = {}): Sink<T> {
  checkOptions('csvFileSink', options, ['columns', 'header', 'delimiter', 'rollEvery', 'rollSize'])
  const { columns, header = true, delimiter = ',', ...roll } = options
  if (delimiter.length !== 1 || delimiter === '"')
    throw new TypeError(`'${delimiter}' is no delimiter: write one character`)
  return fileSink('Write CSV File', path, roll, (file) => new CsvFormat<T>(file, columns, header, delimiter))
}

class CsvFormat<T> implements FileFormat<T> {
  readonly extension = '.csv'
  readonly unit = 'row'
  private readonly path: string
  private readonly chosen: boolean
  private readonly withHeader: boolean
  private readonly delimiter: string
  private readonly special: RegExp
  private columns: readonly string[] | undefined

  constructor(path: string, columns: readonly string[] | undefined, withHeader: boolean, delimiter: string) {
    this.path = path
    this.columns = columns
    this.chosen = columns !== undefined
    this.withHeader = withHeader
    this.delimiter = delimiter
    this.special = new RegExp(
      `["\\r\\n${delimiter === ']' || delimiter === '\\' || delimiter === '^' ? '\\' : ''}${delimiter}]`,
    )
  }

  header(first: T | undefined): string {
    if (this.columns === undefined && isObject(first) && !Array.isArray(first)) this.columns = Object.keys(first)
    if (!this.withHeader || this.columns === undefined) return ''
    return this.row(this.columns)
  }

  encode(record: T): string {
    if (Array.isArray(record)) return this.row(record)
    if (!isObject(record) || this.columns === undefined) return this.row([record])
    const { columns } = this
    if (!this.chosen) {
      for (const name in record) {
        if (columns.includes(name)) continue
        throw connectorError({
          message: `cannot write a record to ${this.path}: its property '${name}' is no column; columns are ${columns.join(', ')}`,
          file: this.path,
          cure: 'Name the columns: csvFileSink(path, { columns: [..] }).',
        })
      }
    }
    return this.row(columns.map((name) => record[name]))
  }

  private row(values: readonly unknown[]): string {
    let row = ''
    for (let i = 0; i < values.length; i++) row += (i === 0 ? '' : this.delimiter) + this.field(values[i])
    // An empty line would be no row.
    return row === '' ? '""\n' : `${row}\n`
  }

  private field(value: unknown): string {
    if (typeof value === 'number') return String(value)
    if (value === null || value === undefined) return ''
    const text = value instanceof Date ? value.toISOString() : isObject(value) ? JSON.stringify(value) : String(value)
    return this.special.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
