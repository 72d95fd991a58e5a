import type { ExecutionGraph } from '../execution-graph.ts'
import type { LogicalGraph } from '../logical-graph.ts'

/** The logical graph in Graphviz' DOT language. */
export function logicalToDot(graph: LogicalGraph): string {
  const lines = ['digraph logical {', '  rankdir=LR', '  node [shape=box]']
  for (const { id, name, parallelism } of graph.operators) {
    lines.push(`  o${id} [label=${quote(`${name}${parallelism > 1 ? ` x${parallelism}` : ''}`)}]`)
  }
  for (const { source, target, strategy } of graph.edges)
    lines.push(`  o${source} -> o${target} [label=${quote(strategy)}]`)
  return `${lines.join('\n')}\n}\n`
}

/** The physical graph in Graphviz' DOT language, with a cluster per thread. */
export function physicalToDot(execution: ExecutionGraph, graph: LogicalGraph): string {
  const lines = ['digraph physical {', '  rankdir=LR', '  node [shape=box]']
  for (let thread = 0; thread < execution.threads; thread++) {
    lines.push(`  subgraph cluster_${thread} {`, `    label=${quote(`Thread ${thread}`)}`)
    for (const { task, operatorId, index } of execution.instances.filter((instance) => instance.thread === thread)) {
      lines.push(`    i${task} [label=${quote(`${graph.operator(operatorId).name} [${index}]`)}]`)
    }
    lines.push('  }')
  }
  for (const { from, to, chained } of execution.channels)
    lines.push(`  i${from} -> i${to}${chained ? ' [arrowhead=none]' : ''}`)
  return `${lines.join('\n')}\n}\n`
}

function quote(text: string): string {
  return `"${text.replace(/[\s\p{Cc}]+/gu, ' ').replace(/["\\]/g, '\\$&')}"`
}
