import { defaultMaxParallelism, strategies } from '../partitioning/index.ts'
import { chains as chainOperators } from './chaining.ts'
import type { Channel, ExecutionGraph, Instance } from './execution-graph.ts'
import type { LogicalGraph } from './logical-graph.ts'
import { place } from './placement.ts'

export interface ExpandOptions {
  /** Number of worker threads. */
  readonly threads: number
  /** Milliseconds since the epoch. */
  readonly buildTime: number
  readonly chaining: boolean
}

/**
 * The physical graph of a logical one: an instance per operator and parallelism, a channel per pair of instances that
 * the edge's strategy connects. Task ids count instances in topological order. Expects a valid graph with resolved
 * strategies.
 */
export function expand(graph: LogicalGraph, options: ExpandOptions): ExecutionGraph {
  const order = graph.topologicalOrder()
  const chains = chainOperators(graph, order, options.chaining)
  const placement = place(graph, chains, options.threads)
  const chainOf: number[] = []
  for (const chain of chains) for (const id of chain.operators) chainOf[id] = chain.id
  const chainedEdges = new Set(chains.flatMap((chain) => chain.edges))

  const instances: Instance[] = []
  const firstTask: number[] = []
  for (const operatorId of order) {
    firstTask[operatorId] = instances.length
    const chain = chainOf[operatorId]
    const { parallelism } = graph.operator(operatorId)
    for (let index = 0; index < parallelism; index++) {
      instances.push({ task: instances.length, operatorId, index, thread: placement.thread(chain, index), chain })
    }
  }

  const channels: Channel[] = []
  for (const operatorId of order) {
    const source = graph.operator(operatorId)
    for (const edge of graph.outEdges(operatorId)) {
      const target = graph.operator(edge.target)
      const strategy = strategies[edge.strategy]
      const chained = chainedEdges.has(edge.id)
      for (let i = 0; i < source.parallelism; i++) {
        for (const j of strategy.targets(i, source.parallelism, target.parallelism)) {
          channels.push({
            index: channels.length,
            edgeId: edge.id,
            from: firstTask[operatorId] + i,
            to: firstTask[edge.target] + j,
            chained,
          })
        }
      }
    }
  }
  const widest = graph.operators.reduce((widest, operator) => Math.max(widest, operator.parallelism), 1)
  return {
    buildTime: options.buildTime,
    threads: placement.threads,
    maxParallelism: graph.maxParallelism ?? defaultMaxParallelism(widest),
    instances,
    channels,
    chains,
  }
}

/**
 * The channel's name: the build time's low 32 bits, the edge, and the tasks at its two ends, 8 hexadecimal digits each.
 * The edge tells apart two edges between the same pair of operators.
 */
export function channelId(graph: ExecutionGraph, channel: Channel): string {
  return [graph.buildTime >>> 0, channel.edgeId, channel.from, channel.to]
    .map((part) => (part >>> 0).toString(16).padStart(8, '0'))
    .join('')
}
