import { defineSink, type Sink } from '../sink.ts'

/** Makes a sink of a function: it is called with each record, and a promise it returns is awaited before the next. */
export function adaptSink<T>(fn: (record: T) => unknown): Sink<T> {
  if (typeof fn !== 'function') throw new TypeError('sink(..) takes a Sink or a function')
  return defineSink<T, unknown>({
    writer: () => ({
      write(records) {
        for (let index = 0; index < records.length; index++) {
          const result = fn(records[index]) as PromiseLike<unknown> | undefined
          if (typeof result?.then === 'function') return rest(records, index, result)
        }
      },
    }),
  })

  async function rest(records: readonly T[], index: number, first: PromiseLike<unknown>): Promise<void> {
    await first
    for (let next = index + 1; next < records.length; next++) await fn(records[next])
  }
}
