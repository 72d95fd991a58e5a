import { checkOptions } from '../check-options.ts'
import { encodingName, findFiles, type Paths, shareFiles } from '../files/index.ts'
import { defineSource, type Source } from '../source.ts'
import { type ColumnType, parserOf } from './column-type.ts'
import { CsvReader } from './csv-reader.ts'

export interface CsvFileOptions {
  /** Whether the first row names the columns, or the names where it does not. Default true. */
  readonly header?: boolean | readonly string[]
  /**
   * What columns hold that are no text. A number, boolean or date whose field is empty is null.
   * Dates are read as `new Date(text)` reads them.
   */
  readonly columns?: Readonly<Record<string, ColumnType>>
  /** Between fields. Default `','`. */
  readonly delimiter?: string
  /** A name that TextDecoder knows. Default `'utf-8'`. */
  readonly encoding?: string
}

/**
 * Reads CSV files (RFC 4180; LF, CRLF or CR at the end of a row). A record is an object with the names of the header, or
 * an array of texts with `header: false`. Empty rows are left out. Compressed files (`.gz`) are decompressed.
 *
 * A file is read by one instance, since a line end may be part of a field; several files are read by several.
 *
 * @typeParam T what a row is: it is not checked beyond `columns`
 * @param paths one path, several, or patterns, relative to the job file
 * @throws TypeError for a column type or an encoding nobody knows
 */
export function csvFile<T = Record<string, string>>(paths: Paths, options: CsvFileOptions = {}): Source<T> {
  checkOptions('csvFile', options, ['header', 'columns', 'delimiter', 'encoding'])
  const { header = true, columns = {}, delimiter = ',' } = options
  const encoding = encodingName(options.encoding ?? 'utf-8')
  const parsers = new Map(Object.entries(columns).map(([name, type]) => [name, parserOf(type)]))
  if (header === false && parsers.size > 0) {
    throw new TypeError('columns have types by name: give the names, header: [..], where the file has none')
  }
  return defineSource({
    name: 'Read CSV File',
    paths: [paths].flat(),
    detail: String(paths),
    async splits({ parallelism, resolve }) {
      return shareFiles(await findFiles(paths, resolve), parallelism, () => false)
    },
    reader: (shares) => new CsvReader<T>(shares.flat(), { header, parsers, delimiter, encoding }),
  })
}
