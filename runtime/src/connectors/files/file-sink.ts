import { connectorError } from '../connector-error.ts'
import { defineSink, type Sink } from '../sink.ts'
import type { Source } from '../source.ts'
import { type FileFormat, FileWriter, type RollOptions } from './file-writer.ts'

/**
 * A sink that writes a file, or with a path that ends in `/` the parts of a folder.
 *
 * @param format made by each writer, for the absolute path
 * @throws TypeError for a path that is none, RangeError for a size or time that is not above 0
 */
export function fileSink<T>(
  name: string,
  path: string,
  roll: RollOptions,
  format: (path: string) => FileFormat<T>,
): Sink<T> {
  if (typeof path !== 'string' || path === '') throw new TypeError(`${name} takes the path of a file, or of a folder/`)
  for (const [option, value] of Object.entries({ rollEvery: roll.rollEvery, rollSize: roll.rollSize })) {
    if (value !== undefined && !(value > 0)) throw new RangeError(`${option} is ${value}: it has to be above 0`)
  }
  const inFolder = /[/\\]$/.test(path)
  return defineSink({
    name,
    detail: path,
    path,
    singleInstance: inFolder ? undefined : `a file has one writer (a path that ends in / has one for each instance)`,
    writer(context) {
      const target = context.resolve(path)
      return new FileWriter(target, inFolder, context, format(target), roll)
    },
  })
}

/**
 * Refuses a job two of whose sinks write to the same place, or one of whose sinks writes what a source reads.
 *
 * @param sinks with the names of their operators
 * @param sources likewise
 * @param resolve gives the absolute path of one that is relative to the job file
 * @throws ConnectorError that names both operators and the path
 */
export function requireDistinctPaths(
  sinks: Iterable<{ readonly operatorName: string; readonly sink: Sink<never> }>,
  sources: Iterable<{ readonly operatorName: string; readonly source: Source<unknown> }>,
  resolve: (path: string) => string,
): void {
  // Two spellings of a name are one file on most disks of these systems.
  const placeOf = (file: string) =>
    process.platform === 'win32' || process.platform === 'darwin' ? file.toLowerCase() : file
  const readers = new Map<string, string>()
  for (const { operatorName, source } of sources) {
    for (const path of source.paths ?? []) readers.set(placeOf(resolve(path)), operatorName)
  }
  const writers = new Map<string, string>()
  for (const { operatorName, sink } of sinks) {
    if (sink.path === undefined) continue
    const file = resolve(sink.path).replace(/[/\\]$/, '')
    const place = placeOf(file)
    const reader = readers.get(place)
    if (reader !== undefined) {
      throw connectorError({
        message: `'${operatorName}' writes ${file}, which '${reader}' reads`,
        file,
        cure: 'Write to another file: this one would be replaced when the job ends.',
      })
    }
    const other = writers.get(place)
    if (other !== undefined) {
      throw connectorError({
        message: `'${other}' and '${operatorName}' both write ${file}`,
        file,
        cure: 'Give each sink a path of its own, or unite the streams before one sink.',
      })
    }
    writers.set(place, operatorName)
  }
}
