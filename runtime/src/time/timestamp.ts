/**
 * Timestamps and watermarks are whole milliseconds since 1970, as numbers. A watermark `w` says that no record with a
 * timestamp of `w` or less will come.
 */

/** The timestamp of a record that has none, and the watermark before the first (Flink's `Long.MIN_VALUE`). */
export const NO_TIMESTAMP = Number.NEGATIVE_INFINITY

/** The watermark at the end of input (Flink's `Watermark.MAX_WATERMARK`). */
export const FINAL_WATERMARK = Number.POSITIVE_INFINITY

/** What `Date` can tell, 270,000 years around 1970: beyond it lie nanoseconds taken for milliseconds. */
const LARGEST_TIMESTAMP = 8.64e15

/** Whether a value can be the timestamp of a record; it may have a fraction, which is cut off. */
export function isTimestamp(value: unknown): value is number {
  return typeof value === 'number' && value >= -LARGEST_TIMESTAMP && value <= LARGEST_TIMESTAMP
}

/**
 * What is thrown when a timestamp is none.
 *
 * @param from who gave it
 */
export function wrongTimestamp(timestamp: unknown, from = 'the function returned'): TypeError {
  const said = `a timestamp is a number of milliseconds since 1970, but ${from} ${shown(timestamp)}`
  if (timestamp instanceof Date) return new TypeError(`${said}: return date.getTime()`)
  if (typeof timestamp === 'bigint') return new TypeError(`${said}: return Number(..) of it`)
  if (typeof timestamp === 'number' && Math.abs(timestamp) > LARGEST_TIMESTAMP && Math.abs(timestamp) < 1e22) {
    return new TypeError(`${said}, which is out of range: divide microseconds by 1e3, nanoseconds by 1e6`)
  }
  return new TypeError(said)
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  return typeof value === 'bigint' ? `${value}n` : String(value)
}
