import { type ExecutionGraph, expand, LogicalGraph, type StrategyName } from '../../../runtime/src/graph/index.ts'

/** A graph in a line: operators by name and parallelism, and the strategies between them. */
export function line(
  operators: readonly (readonly [name: string, parallelism: number])[],
  strategies: readonly StrategyName[],
): LogicalGraph {
  const graph = new LogicalGraph()
  for (const [id, [name, parallelism]] of operators.entries()) {
    const kind = id === 0 ? 'source' : id === operators.length - 1 ? 'sink' : 'map'
    const rest = { parallelismOrigin: 'operator', slotGroup: 'default', onError: 'fail' } as const
    graph.addOperator({ id, kind, name, parallelism, ...rest })
  }
  for (const [at, strategy] of strategies.entries()) {
    graph.addEdge({ source: at, target: at + 1, output: 'main', port: 0, strategy, written: true })
  }
  return graph
}

export function expanded(graph: LogicalGraph, threads = 2, chaining = true): ExecutionGraph {
  return expand(graph, { threads, chaining, buildTime: 0 })
}
