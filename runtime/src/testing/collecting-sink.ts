import { defineSink, type Sink } from '../connectors/index.ts'
import { NO_TIMESTAMP } from '../time/index.ts'

/** A record that came out, with its timestamp if it has one. */
export interface Emitted<T> {
  readonly value: T
  readonly timestamp: number | undefined
}

/** A sink that appends what it gets, from all its instances, to one array. */
export function collectingSink<T>(into: Emitted<T>[]): Sink<T> {
  return defineSink<T, unknown>({
    name: 'Output',
    timestamps: true,
    writer: () => ({
      write(records, timestamps) {
        for (let i = 0; i < records.length; i++) into.push(emitted(records[i], timestamps![i]))
      },
    }),
  })
}

export function emitted<T>(value: T, timestamp: number): Emitted<T> {
  return { value, timestamp: timestamp === NO_TIMESTAMP ? undefined : timestamp }
}
