import type { Chain } from './execution-graph.ts'
import type { LogicalGraph } from './logical-graph.ts'

/**
 * Which operators run as one task: Flink's rule (`StreamingJobGraphGenerator.isChainable`): one input edge, forward,
 * equal parallelism, same slot group, and not two edges from the same producer. A union has several inputs and so heads
 * a chain.
 *
 * @param chaining false: every operator is a task of its own, the literal form of the graph
 */
export function chains(graph: LogicalGraph, order: readonly number[], chaining: boolean): Chain[] {
  const chainOf = new Map<
    number,
    { id: number; operators: number[]; edges: number[]; parallelism: number; slotGroup: string }
  >()
  const result: Chain[] = []
  for (const id of order) {
    const operator = graph.operator(id)
    const inputs = graph.inEdges(id)
    const input = inputs[0]
    const producer = input === undefined ? undefined : graph.operator(input.source)
    if (
      chaining &&
      inputs.length === 1 &&
      producer !== undefined &&
      input.strategy === 'Forward' &&
      producer.kind !== 'unconnected' &&
      producer.parallelism === operator.parallelism &&
      producer.slotGroup === operator.slotGroup
    ) {
      const chain = chainOf.get(producer.id)!
      chain.operators.push(id)
      chain.edges.push(input.id)
      chainOf.set(id, chain)
    } else {
      const chain = {
        id: result.length,
        operators: [id],
        edges: [],
        parallelism: operator.parallelism,
        slotGroup: operator.slotGroup,
      }
      chainOf.set(id, chain)
      result.push(chain)
    }
  }
  return result
}
