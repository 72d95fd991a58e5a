import { rowsOfColumns } from '../row-maker.ts'
import { END, type End, type SourceReader } from '../source.ts'
import { columnNames, openParquet, type ParquetFile, readColumn } from './parquet-columns.ts'

/** The rows `from..to` of a file. Plain data. */
export interface RowGroup {
  /** Absolute. */
  readonly path: string
  readonly from: number
  readonly to: number
}

/** Plain data. */
export interface ParquetPosition {
  /** Index of the row group in the reader's. */
  readonly group: number
  /** Rows of it that have been read. */
  readonly rows: number
}

/** Reads row groups, one after the other; of one group, the columns are held decoded. */
export class ParquetReader<T> implements SourceReader<T, ParquetPosition> {
  private readonly groups: readonly RowGroup[]
  private readonly chosen: readonly string[] | undefined
  private readonly total: number
  private group = 0
  private rows = 0
  private file: ParquetFile | undefined
  private columns: ArrayLike<unknown>[] | undefined
  private make: ((columns: readonly ArrayLike<unknown>[], from: number, to: number) => unknown[]) | undefined

  /** @param chosen names of columns; undefined for all */
  constructor(groups: readonly RowGroup[], chosen: readonly string[] | undefined) {
    this.groups = groups
    this.chosen = chosen
    this.total = groups.reduce((sum, { from, to }) => sum + to - from, 0)
  }

  poll(max: number): readonly T[] | End | Promise<readonly T[] | End> {
    const group = this.groups[this.group]
    if (group === undefined) return END
    if (this.columns === undefined) return this.load(group).then(() => this.poll(max))
    const from = this.rows
    this.rows = Math.min(from + max, group.to - group.from)
    const records = this.make!(this.columns, from, this.rows) as T[]
    if (this.rows === group.to - group.from) {
      this.group++
      this.rows = 0
      this.columns = undefined
    }
    return records.length > 0 ? records : this.poll(max)
  }

  private async load({ path, from, to }: RowGroup): Promise<void> {
    if (this.file?.path !== path) {
      await this.file?.handle.close()
      this.file = undefined
      this.file = await openParquet(path)
      this.make = undefined
    }
    const names = this.chosen ?? columnNames(this.file)
    this.make ??= rowsOfColumns(names)
    const columns: ArrayLike<unknown>[] = []
    for (const name of names) {
      columns.push(await readColumn(this.file, name, from, to))
      // Decoding takes some ten milliseconds a column: others want the thread in between.
      await new Promise(setImmediate)
    }
    this.columns = columns
  }

  snapshot(): ParquetPosition {
    return { group: this.group, rows: this.rows }
  }

  restore(position: ParquetPosition): void {
    this.group = position.group
    this.rows = position.rows
  }

  progress(): number {
    if (this.total === 0) return this.group < this.groups.length ? 0 : 1
    const before = this.groups.slice(0, this.group).reduce((sum, { from, to }) => sum + to - from, 0)
    return (before + this.rows) / this.total
  }

  async close(): Promise<void> {
    await this.file?.handle.close()
    this.file = undefined
  }
}
