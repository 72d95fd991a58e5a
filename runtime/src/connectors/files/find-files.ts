import { open, stat } from 'node:fs/promises'
import { isAbsolute, resolve as join, sep } from 'node:path'
import { connectorError } from '../connector-error.ts'
import { fileError } from './file-error.ts'

/** A file to read. */
export interface InputFile {
  /** Absolute. */
  readonly path: string
  /** Bytes. */
  readonly size: number
}

/** One path, several, or patterns such as `'logs/*.txt'`. A path that exists as it is written is never a pattern. */
export type Paths = string | readonly string[]

/**
 * The files that paths and patterns name, in the order they are written, those of one pattern by name. Every one has
 * been opened once, so that a missing file or a missing permission is known before anything starts.
 *
 * @param resolve gives the absolute path of one that is relative to the job file
 * @throws ConnectorError for a path or pattern that names no readable file
 */
export async function findFiles(paths: Paths, resolve: (path: string) => string): Promise<InputFile[]> {
  const found = new Map<string, InputFile>()
  for (const path of typeof paths === 'string' ? [paths] : paths) {
    for (const file of await expand(path, resolve)) {
      if (!found.has(file)) found.set(file, await inspect(file))
    }
  }
  return [...found.values()]
}

async function expand(path: string, resolve: (path: string) => string): Promise<string[]> {
  const literal = resolve(path)
  if (await exists(literal)) return [literal]
  // Few jobs have a pattern: the others start without the library.
  if (!/[*?[\]{}()!]/.test(path)) return [literal]
  const { glob, isDynamicPattern } = await import('tinyglobby')
  const pattern = sep === '\\' ? path.replaceAll('\\', '/') : path
  if (!isDynamicPattern(pattern)) return [literal]
  const cwd = isAbsolute(path) ? join('/') : resolve('.')
  const files = await glob([pattern], { cwd, absolute: true, expandDirectories: false })
  if (files.length === 0) {
    throw connectorError({
      message: `cannot read ${literal}: no file matches this pattern`,
      file: literal,
      cure: 'A pattern is relative to the job file; * stands for any part of a name, ** for any folders.',
    })
  }
  return files.map((file) => join(file)).sort()
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

async function inspect(path: string): Promise<InputFile> {
  try {
    const stats = await stat(path)
    if (stats.isDirectory()) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' })
    // Opening a pipe waits for its writer, and takes what the reader is to get.
    if (stats.isFile()) await (await open(path)).close()
    return { path, size: stats.size }
  } catch (error) {
    throw await fileError(error, path, 'read')
  }
}
