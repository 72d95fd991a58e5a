/**
 * Timestamps and watermarks are whole milliseconds since 1970, as numbers. A watermark `w` says that no record with a
 * timestamp of `w` or less will come.
 */

/** The timestamp of a record that has none, and the watermark before the first (Flink's `Long.MIN_VALUE`). */
export const NO_TIMESTAMP = Number.NEGATIVE_INFINITY

/** The watermark at the end of input (Flink's `Watermark.MAX_WATERMARK`). */
export const FINAL_WATERMARK = Number.POSITIVE_INFINITY
