import { defineSink, type Sink } from '../sink.ts'

/** Drops its records: the end of a branch that is run for what it does on the way. */
export const discard: Sink<unknown> = defineSink({
  discards: true,
  writer: () => ({ write: () => {} }),
})
