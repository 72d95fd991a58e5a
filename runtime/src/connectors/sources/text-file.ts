import { checkOptions } from '../check-options.ts'
import { encodingName, findFiles, isCompressed, LinesReader, type Paths, shareFiles } from '../files/index.ts'
import { defineSource, type Source } from '../source.ts'
import { FollowReader } from './follow-reader.ts'

export interface TextFileOptions {
  /**
   * Goes on with the file as it grows, is rotated (renamed, and a new one made under its name) or truncated, like
   * `tail -F`, and never ends until the job is stopped. A last line without line end waits for it. For one UTF-8 file
   * that is not compressed; it has one reader. Default false.
   */
  readonly follow?: boolean
  /** A name that TextDecoder knows, such as `'utf-16le'`. Default `'utf-8'`; other files than UTF-8 are not cut. */
  readonly encoding?: string
}

/**
 * Reads the lines of text files. A line ends with LF or CRLF, which are no part of it; the last one may lack it. A byte
 * order mark is left out.
 *
 * Every instance reads a part of the bytes, cut at lines; a compressed file (`.gz`) is read by one instance.
 *
 * @param paths one path, several, or patterns (`'logs/*.txt'`), relative to the job file. Every file has to be there when
 *   the job starts.
 * @throws TypeError for an encoding nobody knows, or for `follow` with what cannot be followed
 */
export function textFile(paths: Paths, options: TextFileOptions = {}): Source<string> {
  checkOptions('textFile', options, ['follow', 'encoding'])
  const encoding = encodingName(options.encoding ?? 'utf-8')
  if (options.follow) return followedFile(paths, encoding)
  return defineSource({
    name: 'Read Text File',
    paths: [paths].flat(),
    detail: String(paths),
    async splits({ parallelism, resolve }) {
      const files = await findFiles(paths, resolve)
      return shareFiles(files, parallelism, (file) => encoding === 'utf-8' && !isCompressed(file.path))
    },
    reader: (shares) => new LinesReader(shares, encoding, ({ lines }) => lines),
  })
}

function followedFile(paths: Paths, encoding: string): Source<string> {
  if (typeof paths !== 'string')
    throw new TypeError('follow takes one path: make a source for each file, and unite them')
  if (isCompressed(paths)) throw new TypeError(`'${paths}' is compressed: it cannot be followed`)
  if (encoding !== 'utf-8') throw new TypeError(`a file in ${encoding} cannot be followed: only UTF-8 can`)
  return defineSource({
    name: 'Read Text File',
    paths: [paths].flat(),
    detail: `${paths} (followed)`,
    singleInstance: 'a file that is followed has one reader',
    async splits({ resolve }) {
      const files = await findFiles(paths, resolve)
      if (files.length > 1) {
        throw new TypeError(`'${paths}' names ${files.length} files: follow takes one`)
      }
      return files.map((file) => file.path)
    },
    reader: (files, context) => new FollowReader(files, context),
  })
}
