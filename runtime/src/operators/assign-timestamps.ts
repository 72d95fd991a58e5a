import { FINAL_WATERMARK, NO_TIMESTAMP } from '../time/index.ts'
import type { OperatorFactory, TimeProgress } from './operator.ts'

export interface TimestampOptions {
  /** Milliseconds by which a record may come after later ones without being late. Default 0. */
  readonly outOfOrderness?: number
  /**
   * Milliseconds without a record after which downstream no longer waits for this instance's watermarks. Default: it
   * waits for ever.
   */
  readonly idleAfter?: number
}

interface Snapshot {
  readonly max: number
}

/**
 * Gives each record the timestamp that the function returns, and watermarks that lag behind the largest of them:
 * `max - outOfOrderness - 1` (Flink's `BoundedOutOfOrdernessWatermarks` and `WatermarksWithIdleness`). Watermarks from
 * upstream end here, except the final one.
 *
 * Unlike Flink's, the largest timestamp is part of a snapshot, so that what was late stays late after a restart.
 */
export function assignTimestamps(
  fn: (record: any, timestamp: number) => number,
  { outOfOrderness = 0, idleAfter = Number.POSITIVE_INFINITY }: TimestampOptions,
): OperatorFactory {
  return ({ clock }) => {
    const progress: TimeProgress = { max: NO_TIMESTAMP, records: 0 }
    let idle = false
    let seen = 0
    let lastSeen = clock.now()
    let final = false
    /** Notes whether records have come since the last look. */
    const look = (): void => {
      if (progress.records === seen) return
      seen = progress.records
      lastSeen = clock.now()
      idle = false
    }
    return {
      shape: 'time',
      apply: fn,
      progress,
      onWatermark: (watermark) => {
        if (watermark === FINAL_WATERMARK) final = true
        return undefined
      },
      outputWatermark: () => (final ? FINAL_WATERMARK : progress.max - outOfOrderness - 1),
      ...(idleAfter === Number.POSITIVE_INFINITY
        ? {}
        : {
            idle: () => {
              look()
              return idle && !final
            },
            nextProcessingTime: () => {
              look()
              return idle || final ? Number.POSITIVE_INFINITY : lastSeen + idleAfter
            },
            onProcessingTime: (now: number) => {
              look()
              if (now >= lastSeen + idleAfter) idle = true
              return undefined
            },
          }),
      snapshot: (): Snapshot => ({ max: progress.max }),
      // At another parallelism nobody knows whose records come here: the slowest counts.
      restore: (snapshots) => {
        progress.max = Math.min(...(snapshots as Snapshot[]).map(({ max }) => max))
      },
    }
  }
}
