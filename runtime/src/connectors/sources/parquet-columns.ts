import { type FileHandle, open } from 'node:fs/promises'
import type { AsyncBuffer, FileMetaData } from 'hyparquet'
import { connectorError } from '../connector-error.ts'
import { fileError } from '../files/index.ts'

/** A Parquet file that is open, with what its footer says. */
export interface ParquetFile {
  readonly path: string
  readonly handle: FileHandle
  readonly buffer: AsyncBuffer
  readonly metadata: FileMetaData
}

/** @throws ConnectorError for what is no Parquet file or cannot be read */
export async function openParquet(path: string): Promise<ParquetFile> {
  const { parquetMetadataAsync } = await import('hyparquet')
  let handle: FileHandle | undefined
  try {
    handle = await open(path)
    const buffer = asyncBuffer(handle, (await handle.stat()).size)
    return { path, handle, buffer, metadata: await parquetMetadataAsync(buffer) }
  } catch (error) {
    await handle?.close()
    if ((error as NodeJS.ErrnoException).syscall !== undefined) throw await fileError(error, path, 'read')
    throw broken(path, error, 'it is no Parquet file, or broken')
  }
}

export function columnNames({ metadata }: ParquetFile): string[] {
  const names: string[] = []
  // The schema is a tree, written in preorder: of a column that has parts, the parts follow it.
  const { schema } = metadata
  let index = 1
  const skip = (): void => {
    const parts = schema[index++].num_children ?? 0
    for (let i = 0; i < parts; i++) skip()
  }
  while (index < schema.length) {
    names.push(schema[index].name)
    skip()
  }
  return names
}

/**
 * The values of one column between two rows that bound a row group.
 *
 * @throws ConnectorError that names column and rows
 */
export async function readColumn(
  file: ParquetFile,
  name: string,
  from: number,
  to: number,
): Promise<ArrayLike<unknown>> {
  const { parquetRead } = await import('hyparquet')
  const { compressors } = await import('hyparquet-compressors')
  const { path, buffer, metadata } = file
  const parts: ArrayLike<unknown>[] = []
  try {
    await parquetRead({
      file: buffer,
      metadata,
      columns: [name],
      rowStart: from,
      rowEnd: to,
      compressors,
      onChunk: ({ columnData }) => parts.push(columnData),
    })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall !== undefined) throw await fileError(error, path, 'read')
    throw broken(path, error, `column '${name}' is broken in rows ${from + 1} to ${to}`, from + 1)
  }
  const values = parts.length === 1 ? parts[0] : parts.flatMap((part) => Array.from(part))
  if (values.length !== to - from) {
    const error = new Error(`${values.length} values instead of ${to - from}`)
    throw broken(path, error, `column '${name}' is broken in rows ${from + 1} to ${to}`, from + 1)
  }
  return plain(values)
}

/** Integers as numbers where they fit, and null for a missing value, also within lists and structs. */
function plain(values: ArrayLike<unknown>): ArrayLike<unknown> {
  const { length } = values
  let index = 0
  while (index < length && isPlain(values[index])) index++
  return index === length ? values : Array.from(values, plainValue)
}

/** Whether a value can stay as the decoder gives it. */
function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || value instanceof Date
}

function plainValue(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : value
  }
  if (value === undefined) return null
  if (typeof value !== 'object' || value === null || value instanceof Date || ArrayBuffer.isView(value)) return value
  if (Array.isArray(value)) return value.map(plainValue)
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plainValue(part)]))
}

function asyncBuffer(handle: FileHandle, byteLength: number): AsyncBuffer {
  return {
    byteLength,
    async slice(start, end = byteLength) {
      const bytes = new Uint8Array(end - start)
      for (let read = 0; read < bytes.length; ) {
        const { bytesRead } = await handle.read(bytes, read, bytes.length - read, start + read)
        if (bytesRead === 0) throw new Error('the file ends too early')
        read += bytesRead
      }
      return bytes.buffer
    },
  }
}

function broken(path: string, error: unknown, what: string, row?: number): Error {
  const message = `cannot read ${path}: ${what} (${(error as Error).message})`
  return connectorError({ message, file: path, row }, error)
}
