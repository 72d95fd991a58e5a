import { pipeline, type TransformOptions } from 'node:stream'
import type { CsvError, Options, Parser } from 'csv-parse'
import { nearest } from '../../failure/index.ts'
import { connectorError, isConnectorError } from '../connector-error.ts'
import { type FileRange, openBytes } from '../files/index.ts'
import { rowOfFields } from '../row-maker.ts'
import { END, type End, type SourceReader } from '../source.ts'
import { NotOfType } from './column-type.ts'

/** Bytes of a record at most: a quote that is never closed must not fill the memory. */
const LONGEST_RECORD = 16 * 1024 * 1024

export interface CsvFormat {
  readonly header: boolean | readonly string[]
  readonly parsers: ReadonlyMap<string, (text: string) => unknown>
  readonly delimiter: string
  /** As `encodingName` gives it. */
  readonly encoding: string
}

/** Plain data. */
export interface CsvPosition {
  /** Index of the file. */
  readonly file: number
  /** Rows of it that have been read. */
  readonly rows: number
}

/** A file that is being parsed. */
interface OpenFile {
  readonly path: string
  readonly parser: Parser
  readonly bytesRead: () => number
  readonly close: () => void
  /** What ended the parsing, where something did. */
  failure: Error | null
  /** Called when there may be more to read. */
  stir: () => void
  /** Once the names of the columns are known. */
  toRecord: ((fields: unknown[], row: number) => unknown) | undefined
}

/** Reads files one after the other. To go on from a position, a file is parsed again from its beginning. */
export class CsvReader<T> implements SourceReader<T, CsvPosition> {
  private readonly files: readonly FileRange[]
  private readonly format: CsvFormat
  private readonly bytes: number
  private file = 0
  private rows = 0
  private skip = 0
  private parsing: OpenFile | undefined

  constructor(files: readonly FileRange[], format: CsvFormat) {
    this.files = files
    this.format = format
    this.bytes = files.reduce((sum, { end }) => sum + end, 0)
  }

  async poll(max: number): Promise<readonly T[] | End> {
    while (this.file < this.files.length) {
      const { path } = this.files[this.file]
      this.parsing ??= await this.openFile(path)
      const records = this.take(this.parsing, max)
      if (records.length > 0) return records
      if (this.parsing.failure) throw this.broken(path, this.parsing.failure)
      if (!this.parsing.parser.readableEnded) {
        const { parsing } = this
        await new Promise<void>((resolve) => {
          parsing.stir = resolve
        })
        continue
      }
      this.parsing = undefined
      this.file++
      this.rows = 0
    }
    return END
  }

  private async openFile(path: string): Promise<OpenFile> {
    const { Parser } = await import('csv-parse')
    const bytes = openBytes(path, this.format.encoding)
    const options: Options & TransformOptions = {
      bom: true,
      delimiter: this.format.delimiter,
      skip_empty_lines: true,
      max_record_size: LONGEST_RECORD,
      readableHighWaterMark: 1024,
    }
    const parser = new Parser(options)
    const file: OpenFile = {
      path,
      parser,
      bytesRead: bytes.bytesRead,
      close: () => {
        bytes.close()
        parser.destroy()
      },
      failure: null,
      stir: () => {},
      toRecord: undefined,
    }
    pipeline(bytes.chunks, parser, (error) => {
      file.failure = error ?? null
      file.stir()
    })
    for (const event of ['readable', 'end']) parser.on(event, () => file.stir())
    return file
  }

  private take(file: OpenFile, max: number): T[] {
    const records: T[] = []
    while (records.length < max) {
      const fields = file.parser.read() as string[] | null
      if (fields === null) break
      if (file.toRecord === undefined) {
        const { header } = this.format
        file.toRecord = this.recordMaker(file.path, header === true ? fields : header, fields.length)
        if (header === true) continue
      }
      this.rows++
      if (this.rows > this.skip) records.push(file.toRecord(fields, this.rows) as T)
    }
    if (this.rows >= this.skip) this.skip = 0
    return records
  }

  private recordMaker(
    path: string,
    names: readonly string[] | false,
    fields: number,
  ): NonNullable<OpenFile['toRecord']> {
    if (names === false) return (row) => row
    const twice = names.find((name, i) => names.indexOf(name) !== i)
    if (twice !== undefined) {
      throw connectorError({
        message: `cannot read ${path}: two columns are named '${twice}'`,
        file: path,
        line: 1,
        cure: 'Take the first row out of the file, and give the names as header: [..].',
      })
    }
    if (names.length !== fields) {
      throw connectorError({
        message: `cannot read ${path}: header names ${names.length} columns, but the first row has ${fields}`,
        file: path,
        line: 1,
      })
    }
    const typed = [...this.format.parsers].map(([name, parse]) => {
      const index = names.indexOf(name)
      if (index >= 0) return { name, index, parse }
      const close = nearest(name, names)
      throw connectorError({
        message: `cannot read ${path}: there is no column '${name}'; its columns are ${names.join(', ')}`,
        file: path,
        line: 1,
        cure: close === undefined ? undefined : `Did you mean '${close}'?`,
      })
    })
    const make = rowOfFields(names)
    return (row, number) => {
      for (const { name, index, parse } of typed) {
        try {
          row[index] = parse(row[index] as string)
        } catch (error) {
          if (!(error instanceof NotOfType)) throw error
          throw connectorError({
            message: `cannot read ${path}: row ${number}, column '${name}': ${error.message}`,
            file: path,
            row: number,
          })
        }
      }
      return make(row)
    }
  }

  private broken(path: string, error: Error): Error {
    const { lines, records, code } = error as CsvError & { lines?: number; records?: number }
    if (isConnectorError(error) || lines === undefined) return error
    const row = (records ?? 0) + (this.format.header === true ? 0 : 1)
    const message = `${path}:${lines} is broken CSV in row ${row}: ${error.message}`
    const cure =
      code === 'CSV_QUOTE_NOT_CLOSED'
        ? `Row ${row} opens a quote that nothing closes.`
        : 'A field with a delimiter, a quote or a line end has to be in quotes, and quotes within it doubled. Is the delimiter right?'
    return connectorError({ message, file: path, line: lines, row, cure }, error)
  }

  snapshot(): CsvPosition {
    return { file: this.file, rows: Math.max(this.rows, this.skip) }
  }

  restore(position: CsvPosition): void {
    this.file = position.file
    this.skip = position.rows
  }

  progress(): number {
    if (this.bytes === 0) return this.file < this.files.length ? 0 : 1
    const before = this.files.slice(0, this.file).reduce((sum, { end }) => sum + end, 0)
    return Math.min((before + (this.parsing?.bytesRead() ?? 0)) / this.bytes, 1)
  }

  close(): void {
    this.parsing?.close()
  }
}
