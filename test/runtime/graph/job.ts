import { expand, type LogicalGraph } from '../../../runtime/src/graph/index.ts'
import { Environment } from '../../../runtime/src/index.ts'

export const environment = (parallelism = 1) => new Environment({ parallelism, threads: 2 })

/** `Map -> KeyBy Shuffle`, for each edge. */
export function edges(graph: LogicalGraph): string[] {
  return graph.edges.map(
    ({ source, target, strategy }) => `${graph.operator(source).name} -> ${graph.operator(target).name} ${strategy}`,
  )
}

export const physical = (graph: LogicalGraph, options: { threads?: number; chaining?: boolean } = {}) =>
  expand(graph, { threads: 2, buildTime: 1_700_000_000_000, chaining: true, ...options })

/** Channels of one edge as pairs of instance indexes. */
export function pairs(graph: LogicalGraph, edgeId: number): [number, number][] {
  const execution = physical(graph)
  return execution.channels
    .filter((channel) => channel.edgeId === edgeId)
    .map(({ from, to }) => [execution.instances[from].index, execution.instances[to].index])
}
