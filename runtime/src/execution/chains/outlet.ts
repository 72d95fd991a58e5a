import type { Selector, StrategyName } from '../../partitioning/index.ts'

/**
 * Where a chain's records leave it: the channels of an edge, or a sink's writer. The chain's loop appends to the
 * buffers itself; between calls the outlet sends what they hold.
 */
export interface Outlet {
  /** Records it takes at the moment; the loop emits no more than that in one call, and none at 0. */
  room(): number
  /** A buffer per channel. The loop may keep hold of them only during a call. */
  readonly buffers: unknown[][]
  /** A buffer per channel for the keys, where they travel beside the records. */
  readonly keyBuffers: unknown[][] | undefined
  /** A buffer per channel for the timestamps, where they travel beside the records. */
  readonly timeBuffers: number[][] | undefined
  /** How the channel of a record is chosen; one buffer needs no choice. */
  readonly strategy: StrategyName | undefined
  readonly select: Selector | undefined
}
