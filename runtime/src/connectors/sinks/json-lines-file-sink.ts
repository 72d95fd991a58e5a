import { checkOptions } from '../check-options.ts'
import { connectorError } from '../connector-error.ts'
import { fileSink, type RollOptions } from '../files/index.ts'
import type { Sink } from '../sink.ts'

/**
 * Writes each record as one line of JSON. Files, folders and parts are as with `textFileSink`.
 *
 * What JSON has no form for fails the job: a BigInt, a record that is undefined. `JSON.stringify` decides on the rest: a
 * Date becomes a text, NaN null, a Map `{}`.
 *
 * @param path relative to the job file
 */
export function jsonLinesFileSink<T>(path: string, options: RollOptions = {}): Sink<T> {
  checkOptions('jsonLinesFileSink', options, ['rollEvery', 'rollSize'])
  return fileSink('Write JSON Lines File', path, options, (file) => ({
    extension: '.jsonl',
    unit: 'line',
    encode: (record: T) => `${toJson(record, file)}\n`,
  }))
}

function toJson(record: unknown, file: string): string {
  try {
    const json = JSON.stringify(record)
    if (json !== undefined) return json
  } catch (error) {
    throw connectorError(
      {
        message: `cannot write a record to ${file}: it has no form in JSON (${(error as Error).message.split('\n')[0]})`,
        file,
        cure: 'Map it to what JSON has before the sink, a BigInt to a text for example.',
      },
      error,
    )
  }
  throw connectorError({ message: `cannot write a record to ${file}: ${typeof record} has no form in JSON`, file })
}
