/** What a channel carries, in order. */
export const EntryKind = { records: 0, watermark: 1, barrier: 2, end: 3, idle: 4, active: 5, latency: 6 } as const
export type EntryKind = (typeof EntryKind)[keyof typeof EntryKind]

/** A batch of records as columns. The arrays belong to whoever holds the entry; they are not changed any more. */
export interface RecordsEntry {
  readonly kind: typeof EntryKind.records
  readonly values: readonly unknown[]
  /** The records' keys, where the edge is keyed and the key cannot be derived from the record. */
  readonly keys: readonly unknown[] | undefined
  /** The records' timestamps, where the edge carries them. */
  readonly times: readonly number[] | undefined
  /** What the entry counts against the channel's capacity. */
  readonly weight: number
}

/** No record that follows has a timestamp at or below `time`. */
export interface WatermarkEntry {
  readonly kind: typeof EntryKind.watermark
  readonly time: number
}

/** Separates the records before a checkpoint from those after it. */
export interface BarrierEntry {
  readonly kind: typeof EntryKind.barrier
  readonly checkpoint: number
}

/** The last entry of a channel. */
export interface EndEntry {
  readonly kind: typeof EntryKind.end
}

/** The channel's watermark is not to be waited for, until `active`. */
export interface IdleEntry {
  readonly kind: typeof EntryKind.idle | typeof EntryKind.active
}

/** Measures how long the records before it have taken from the source. */
export interface LatencyEntry {
  readonly kind: typeof EntryKind.latency
  /** When the source has read them, milliseconds on a clock of the process. */
  readonly time: number
}

export type ControlEntry = WatermarkEntry | BarrierEntry | EndEntry | IdleEntry | LatencyEntry
export type Entry = RecordsEntry | ControlEntry

export const END_ENTRY: EndEntry = { kind: EntryKind.end }
export const IDLE_ENTRY: IdleEntry = { kind: EntryKind.idle }
export const ACTIVE_ENTRY: IdleEntry = { kind: EntryKind.active }
