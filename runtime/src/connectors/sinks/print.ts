import { checkOptions } from '../check-options.ts'
import { defineSink, type Sink } from '../sink.ts'
import { formatRecord } from './format-record.ts'

export interface PrintOptions<T> {
  /** The text of a record. Default: a text as it is, everything else as `util.inspect` shows it on one line. */
  readonly format?: (record: T) => string
}

/** Prints each record as a line of the job's standard output. */
export function print<T>(options: PrintOptions<T> = {}): Sink<T> {
  checkOptions('print', options, ['format'])
  const { format = formatRecord } = options
  return defineSink({
    name: 'Print',
    writer: (context) => ({
      write(records) {
        let text = ''
        for (const record of records) text += `${format(record)}\n`
        context.print(text)
      },
    }),
  })
}
