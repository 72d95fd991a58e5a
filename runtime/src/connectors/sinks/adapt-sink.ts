import { defineSink, isSink, type Sink, type SinkWriter } from '../sink.ts'

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
  return defineSink({ writer: () => new FunctionWriter(input) })
}

class FunctionWriter<T> implements SinkWriter<T> {
  readonly fn: SinkFunction<T>
  private failed: { readonly value: T } | undefined

  constructor(fn: SinkFunction<T>) {
    this.fn = fn
  }

  write(records: readonly T[]): void | Promise<void> {
    return this.writeFrom(0, records)
  }

  failedRecord(): { readonly value: T } | undefined {
    return this.failed
  }

  /** Calls without promises as long as the function returns none. */
  private writeFrom(first: number, records: readonly T[]): void | Promise<void> {
    const { fn } = this
    let i = first
    try {
      for (; i < records.length; i++) {
        const result = fn(records[i]) as PromiseLike<unknown> | undefined | null
        if (typeof result?.then === 'function') return this.writeAfter(result, i, records)
      }
    } catch (error) {
      this.fail(records[i], error)
    }
  }

  private writeAfter(result: PromiseLike<unknown>, index: number, records: readonly T[]): Promise<void> {
    return Promise.resolve(result).then(
      () => this.writeFrom(index + 1, records),
      (error) => this.fail(records[index], error),
    )
  }

  private fail(record: T, error: unknown): never {
    this.failed = { value: record }
    throw error
  }
}
