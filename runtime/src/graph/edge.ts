import type { SourcePosition } from '../failure/index.ts'
import type { StrategyName } from '../partitioning/index.ts'

/** An edge is (source, output tag, target, input port, ordinal), so that joins, side outputs and `a.union(a)` have a place. */
export interface Edge {
  /** Counted from 0 in the order the job creates edges. */
  readonly id: number
  readonly source: number
  /** `main`, or the tag of a side output. */
  readonly output: string
  readonly target: number
  /** 0, or 1 for the second input of an operator with two. */
  readonly port: number
  /** Distinguishes edges that are alike in the four parts above. */
  readonly ordinal: number
  readonly strategy: StrategyName
  /** Whether the user wrote the strategy, or it is the default. */
  readonly written: boolean
  /** Strategies the user wrote before the one that counts ("the last wins"). */
  readonly overridden?: readonly StrategyName[]
  readonly position?: SourcePosition
}
