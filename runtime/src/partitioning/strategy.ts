/** The seven partition strategies, by the names the physical graph prints. */
export type StrategyName = 'Forward' | 'Shuffle' | 'ShuffleByKey' | 'Broadcast' | 'Rescale' | 'RoundRobin' | 'Custom'

/** What a record's destination is chosen with at run time, for one source instance of one edge. */
export interface SelectorContext {
  /** Index of the source instance. */
  readonly instance: number
  readonly sourceParallelism: number
  readonly targetParallelism: number
  readonly maxParallelism: number
  /** How many channels the source instance has on this edge: `targets(...)`.length. */
  readonly channels: number
  /** Strategy Custom: the user's function. */
  readonly partition?: (record: never, channels: number) => number | readonly number[]
}

/**
 * Chooses channels for a record: an index into the instance's channels of this edge, or `ALL`, or several indexes.
 * Called once a record, in the order the records are emitted; may keep a counter.
 */
export type Selector = (record: unknown, key: unknown) => number | readonly number[]

/** Every channel of the edge. */
export const ALL = -1

/** One policy: which instances are connected, and where a record goes. One file per strategy. */
export interface PartitionStrategy {
  readonly name: StrategyName
  /** The API method that asks for it, as a user would write it. */
  readonly method: string
  /**
   * Destination instances that source instance `i` of `sourceParallelism` has a channel to, ascending,
   * of `targetParallelism`. Pure; called while expanding the graph.
   */
  targets(i: number, sourceParallelism: number, targetParallelism: number): readonly number[]
  selector(context: SelectorContext): Selector
}
