/** The time from `start` up to and without `end`, milliseconds; from minus to plus infinity where a window has no time. */
export interface Window {
  readonly start: number
  readonly end: number
}

/** The last millisecond of a window (Flink's `TimeWindow.maxTimestamp`): its results have this timestamp. */
export function maxTimestamp({ end }: Window): number {
  return end - 1
}

/** Where the window with a timestamp begins, of windows that begin every `size` milliseconds; also for negative times. */
export function windowStart(timestamp: number, size: number, offset: number): number {
  const into = (timestamp - offset) % size
  return timestamp - (into < 0 ? into + size : into)
}

/** The only window of streams that are not cut by time. */
export const GLOBAL_WINDOW: Window = { start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY }
