import type { Edge } from './edge.ts'
import type { Operator } from './operator.ts'

/** Placeholder until the graph room is filled. */
export declare class LogicalGraph {
  readonly operators: readonly Operator[]
  readonly edges: readonly Edge[]
}
