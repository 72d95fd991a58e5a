import type { LogicalGraph } from './logical-graph.ts'
import type { Operator } from './operator.ts'

const GIVES = new Set<Operator['kind']>(['assignTimestamps', 'window', 'windowJoin', 'intervalJoin'])
const USES = new Set<Operator['kind']>([
  'assignTimestamps',
  'window',
  'windowJoin',
  'intervalJoin',
  'process',
  'connect',
])

/** The operators whose records have timestamps: those that give them, and all behind them. Expects no cycle. */
export function givesTimestamps(graph: LogicalGraph): Set<number> {
  const gives = new Set<number>()
  for (const id of graph.topologicalOrder()) {
    const { kind, timestamps } = graph.operator(id)
    const own = GIVES.has(kind) || (kind === 'source' && timestamps === true)
    if (own || graph.inEdges(id).some((edge) => gives.has(edge.source))) gives.add(id)
  }
  return gives
}

/**
 * The edges along which timestamps and watermarks travel: those whose records have them, on the way to an operator that
 * uses them. Elsewhere they would be carried for nothing.
 */
export function timedEdges(graph: LogicalGraph): Set<number> {
  const gives = givesTimestamps(graph)
  const wanted = new Set<number>()
  const edges = new Set<number>()
  for (const id of graph.topologicalOrder().reverse()) {
    const { kind, timestamps } = graph.operator(id)
    const passesOn = !GIVES.has(kind) && graph.outEdges(id).some((edge) => wanted.has(edge.target))
    if (USES.has(kind) || (kind === 'sink' && timestamps === true) || passesOn) wanted.add(id)
    if (!wanted.has(id)) continue
    for (const edge of graph.inEdges(id)) if (gives.has(edge.source)) edges.add(edge.id)
  }
  return edges
}
