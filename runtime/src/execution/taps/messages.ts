import type { FilterProgress, TapFilter, TapSample } from '../../control/index.ts'

/** What one client wants to see. */
export interface TapWatch {
  readonly id: number
  readonly edges: readonly number[]
  /** Samples a second of each edge, at most. */
  readonly perSecond: number
  readonly filter?: TapFilter
}

/** A sample of one thread, for the watch that asked for it. */
export type RawSample = Omit<TapSample, 'number'> & { readonly watch: number }

/** What one thread has to tell of its taps. */
export interface TapNews {
  readonly samples: readonly RawSample[]
  /** By watch. */
  readonly filters: ReadonlyMap<number, FilterProgress>
}
