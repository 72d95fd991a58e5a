import { checkOptions } from '../check-options.ts'
import { fileSink, type RollOptions } from '../files/index.ts'
import type { Sink } from '../sink.ts'
import { formatRecord } from './format-record.ts'

export interface TextFileSinkOptions<T> extends RollOptions {
  /** The line of a record. Default: a text as it is, everything else as `util.inspect` shows it on one line. */
  readonly format?: (record: T) => string
}

/**
 * Writes records as lines of text, UTF-8, each ended by LF.
 *
 * A path that ends in a name is one file with one writer: it is `NAME.partial` while the job runs, and replaces `NAME`
 * when the job has finished. A path that ends in `/` is a folder with numbered parts (`part-0-0.txt`: instance, number),
 * one at a time for each instance, and replaces the parts of an earlier run. After a failure the unfinished part stays
 * as `NAME.partial`. A missing folder is made.
 *
 * @param path relative to the job file
 */
export function textFileSink<T>(path: string, options: TextFileSinkOptions<T> = {}): Sink<T> {
  checkOptions('textFileSink', options, ['format', 'rollEvery', 'rollSize'])
  const { format = formatRecord, ...roll } = options
  return fileSink('Write Text File', path, roll, () => ({
    extension: '.txt',
    unit: 'line',
    encode: (record: T) => `${format(record)}\n`,
  }))
}
