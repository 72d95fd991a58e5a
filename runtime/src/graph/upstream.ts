import type { LogicalGraph } from './logical-graph.ts'

/** An operator and all that its records come from. */
export function upstream(graph: LogicalGraph, operatorId: number): Set<number> {
  const found = new Set([operatorId])
  // A set gives what is added while it is walked through.
  for (const id of found) for (const { source } of graph.inEdges(id)) found.add(source)
  return found
}
