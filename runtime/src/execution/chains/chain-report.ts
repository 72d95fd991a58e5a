import type { ChainState, Returned } from './chain-state.ts'
import type { CallPlace } from './failing-call.ts'

/** What a chain's loop tells its surroundings. */
export interface ChainReport {
  /** Counts per node: records in, and out. */
  readonly recordsIn: Float64Array
  readonly recordsOut: Float64Array
  /** User code threw: returns what the loop throws on. `place` is there if the node's own function did. */
  failed(node: number, record: unknown, error: unknown, place?: CallPlace): unknown
  /** User code threw, and the operator skips such records or hands them to a side output. */
  skipped(node: number, record: unknown, error: unknown, timestamp: number): void
  /** A function that need not return anything returned a promise. */
  pending(node: number, record: unknown, promise: PromiseLike<unknown>): void
  /** Set to the operator that is being called, where its function likely prints. */
  readonly printing: { operatorId: number }
  /**
   * An edge that is watched passes a record.
   *
   * @param channel which of the instance's channels of the edge it takes, by index; undefined for all
   */
  tapped(edgeId: number, record: unknown, key: unknown, channel: number | readonly number[] | undefined): void
}

/** Runs on with the state, for at most `work` records taken from the input or from iterators. */
export type ChainLoop = (state: ChainState, work: number) => Returned
