import { defineSource, END, type Source } from '../../connectors/index.ts'
import { NO_TIMESTAMP } from '../../time/index.ts'
import type { SourceRecords } from './read-source.ts'

/** A source that gives what was read before, one record at a time, and fails where the other one failed. */
export function recordedSource({ values, times, watermarks, failure }: SourceRecords): Source<unknown> {
  return defineSource<unknown, null, number>({
    splits: () => [null],
    reader() {
      let next = 0
      return {
        poll() {
          if (next < values.length) return [values[next++]]
          if (failure !== undefined) throw failure.error
          return END
        },
        ...(times.length > 0 ? { timestamps: () => [times[next - 1]] } : {}),
        watermark: () => (next === 0 ? NO_TIMESTAMP : watermarks[next - 1]),
        snapshot: () => next,
        restore(position) {
          next = position
        },
      }
    },
  }) as Source<unknown>
}
