import { NO_TIMESTAMP } from '../../time/index.ts'

/** What a chain keeps between calls: where it is in its input, and the iterators it has opened. */
export interface ChainState {
  /** The input batch. */
  values: readonly unknown[]
  keys: readonly unknown[] | undefined
  times: readonly number[] | undefined
  /** The input port the batch came by. */
  port: number
  /** Indexed input: the index of position 0, and the distance between two. */
  from: number
  step: number
  position: number
  end: number
  /** Iterators in progress: the results of flatMap, firings, what lies in side outputs; see `ChainSlots`. */
  readonly slots: Slot[]
}

/** Records on their way out of an operator: an array first, which is walked by index, then an iterator. */
export interface Slot {
  array: readonly unknown[] | null
  /** Timestamps of the array's records; null where all have that of the record they were made from. */
  times: readonly number[] | null
  next: number
  iterator: Iterator<unknown> | null
  /** The record the iterator was opened for, for whoever reports that it threw; undefined for firings. */
  origin: unknown
  /** The timestamp of the record it was opened for. */
  time: number
}

export function chainState(slots: number): ChainState {
  return {
    values: [],
    keys: undefined,
    times: undefined,
    port: 0,
    from: 0,
    step: 1,
    position: 0,
    end: 0,
    slots: Array.from({ length: slots }, () => ({
      array: null,
      times: null,
      next: 0,
      iterator: null,
      origin: undefined,
      time: NO_TIMESTAMP,
    })),
  }
}

/** Why a chain's loop returned. */
export const Returned = {
  /** It has dealt with all its input. */
  idle: 0,
  /** It has done as much as it was asked to. */
  budget: 1,
  /** An outlet, or an operator, has no room. */
  noRoom: 2,
} as const
export type Returned = (typeof Returned)[keyof typeof Returned]
