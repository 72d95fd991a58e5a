/** What a chain keeps between calls: where it is in its input, and the iterators it has opened. */
export interface ChainState {
  /** The input batch. */
  values: readonly unknown[]
  keys: readonly unknown[] | undefined
  /** Indexed input: the index of position 0, and the distance between two. */
  from: number
  step: number
  position: number
  end: number
  /** One per node whose records come from an iterator: the results of flatMap, and of `finish`. */
  readonly slots: Slot[]
}

/** An iterator in progress. An array is walked by index, which is several times as fast. */
export interface Slot {
  array: readonly unknown[] | null
  next: number
  iterator: Iterator<unknown> | null
  /** The key of the record it was opened for. */
  key: unknown
}

export function chainState(slots: number): ChainState {
  return {
    values: [],
    keys: undefined,
    from: 0,
    step: 1,
    position: 0,
    end: 0,
    slots: Array.from({ length: slots }, () => ({ array: null, next: 0, iterator: null, key: undefined })),
  }
}

/** Why a chain's loop returned. */
export const Returned = {
  /** It has dealt with all its input. */
  idle: 0,
  /** It has done as much as it was asked to. */
  budget: 1,
  /** An outlet has no room. */
  noRoom: 2,
} as const
export type Returned = (typeof Returned)[keyof typeof Returned]
