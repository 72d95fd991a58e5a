import { connectorError } from '../connector-error.ts'
import {
  type FileRange,
  findFiles,
  isCompressed,
  type LineBlock,
  LinesReader,
  lineNumber,
  type Paths,
  shareFiles,
} from '../files/index.ts'
import { defineSource, type Source } from '../source.ts'

/**
 * Reads files with one JSON value a line (JSON Lines, NDJSON), UTF-8. Empty lines are left out.
 *
 * Every instance reads a part of the bytes, cut at lines; a compressed file (`.gz`) is read by one instance. A line that
 * is no JSON fails the job and is named.
 *
 * @typeParam T what the values are; it is not checked
 * @param paths one path, several, or patterns, relative to the job file
 */
export function jsonLinesFile<T>(paths: Paths): Source<T> {
  return defineSource({
    name: 'Read JSON Lines File',
    paths: [paths].flat(),
    detail: String(paths),
    async splits({ parallelism, resolve }) {
      const files = await findFiles(paths, resolve)
      return shareFiles(files, parallelism, (file) => !isCompressed(file.path))
    },
    reader: (shares) => new LinesReader<T>(shares, 'utf-8', parse),
  })
}

function parse<T>({ lines, ...place }: LineBlock, range: FileRange): T[] | Promise<never> {
  const values: T[] = []
  let index = 0
  try {
    for (; index < lines.length; index++) {
      const line = lines[index]
      if (line !== '' && line.trim() !== '') values.push(JSON.parse(line))
    }
    return values
  } catch (error) {
    return broken(error as Error, { lines, ...place }, index, range.path)
  }
}

async function broken(error: Error, block: LineBlock, index: number, path: string): Promise<never> {
  const line = await lineNumber(path, block, index)
  const text = block.lines[index]
  const shown = text.length > 80 ? `${text.slice(0, 80)}...` : text
  throw connectorError(
    {
      message: `${path}:${line} is no JSON: ${shown} (${error.message})`,
      file: path,
      line,
      cure: /^\s*[[{]\s*$/.test(text)
        ? 'The file seems to be one JSON value: each line has to be one by itself.'
        : undefined,
    },
    error,
  )
}
