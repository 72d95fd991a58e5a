import { defineSink, isSink, type Sink } from '../sink.ts'

/** What `stream.sink` takes beside a Sink. A promise it returns is awaited before the next record. */
export type SinkFunction<T> = (record: T) => unknown

/**
 * Makes a sink of a function that is called with each record, one after the other.
 *
 * @throws TypeError for what is neither a Sink nor a function
 */
export function adaptSink<T>(input: Sink<T> | SinkFunction<T>): Sink<T> {
  if (isSink(input)) return input as Sink<T>
  if (typeof input !== 'function') {
    throw new TypeError(`a sink is a Sink such as print() or a function (record) => .., but this is ${typeof input}`)
  }
  return defineSink({ writer: () => ({ write: (records) => writeAll(input, records, 0) }) })
}

/** Calls without promises as long as the function returns none. */
function writeAll<T>(write: SinkFunction<T>, records: readonly T[], from: number): void | Promise<void> {
  for (let i = from; i < records.length; i++) {
    const result = write(records[i]) as PromiseLike<unknown> | undefined | null
    if (typeof result?.then === 'function') return Promise.resolve(result).then(() => writeAll(write, records, i + 1))
  }
}
