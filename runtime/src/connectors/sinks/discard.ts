import { defineSink, type Sink } from '../sink.ts'

/** Drops its records: the end of a branch that is run for what it does on the way. What `stream.sink()` does. */
export function discard<T>(): Sink<T> {
  return defineSink({ discards: true, writer: () => ({ write() {} }) })
}
