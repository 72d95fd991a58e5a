export type { Edge } from './edge.ts'
export type { Chain, Channel, ExecutionGraph, Instance } from './execution-graph.ts'
export type { LogicalGraph } from './logical-graph.ts'
export type { Operator, OperatorKind, ParallelismOrigin } from './operator.ts'
