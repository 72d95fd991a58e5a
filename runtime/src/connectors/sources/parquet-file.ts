import { nearest } from '../../failure/index.ts'
import { checkOptions } from '../check-options.ts'
import { connectorError } from '../connector-error.ts'
import { findFiles, type Paths } from '../files/index.ts'
import { defineSource, type Source } from '../source.ts'
import { columnNames, openParquet } from './parquet-columns.ts'
import { ParquetReader, type RowGroup } from './parquet-reader.ts'

export interface ParquetFileOptions {
  /** The columns to read, by name; a record has these only. Default: all. Fewer columns are read faster. */
  readonly columns?: readonly string[]
}

/**
 * Reads Parquet files. A record is an object with the names of the columns: integers are numbers where they fit and
 * BigInts where they do not, dates and timestamps are Dates, a missing value is null.
 *
 * Instances read row groups of their own; of each, one column at a time is read and decoded.
 *
 * @typeParam T what a row is; it is not checked
 * @param paths one path, several, or patterns, relative to the job file
 */
export function parquetFile<T = Record<string, unknown>>(paths: Paths, options: ParquetFileOptions = {}): Source<T> {
  checkOptions('parquetFile', options, ['columns'])
  const { columns } = options
  return defineSource({
    name: 'Read Parquet File',
    paths: [paths].flat(),
    detail: columns === undefined ? String(paths) : `${paths} (${columns.join(', ')})`,
    async splits({ resolve }) {
      const groups: RowGroup[] = []
      for (const { path } of await findFiles(paths, resolve)) groups.push(...(await rowGroups(path, columns)))
      return groups
    },
    reader: (groups) => new ParquetReader<T>(groups, columns),
  })
}

async function rowGroups(path: string, columns: readonly string[] | undefined): Promise<RowGroup[]> {
  const file = await openParquet(path)
  try {
    const names = columnNames(file)
    for (const column of columns ?? []) {
      if (names.includes(column)) continue
      const close = nearest(column, names)
      throw connectorError({
        message: `cannot read ${path}: there is no column '${column}'; its columns are ${names.join(', ')}`,
        file: path,
        cure: close === undefined ? undefined : `Did you mean '${close}'?`,
      })
    }
    let start = 0
    return file.metadata.row_groups.map((group) => {
      const from = start
      start += Number(group.num_rows)
      return { path, from, to: start }
    })
  } finally {
    await file.handle.close()
  }
}
