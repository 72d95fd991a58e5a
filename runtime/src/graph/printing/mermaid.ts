import type { ExecutionGraph } from '../execution-graph.ts'
import type { LogicalGraph } from '../logical-graph.ts'
import type { OperatorKind } from '../operator.ts'

/** The logical graph as a Mermaid flowchart. */
export function logicalToMermaid(graph: LogicalGraph): string {
  const lines = ['flowchart LR']
  for (const { id, kind, name, parallelism } of graph.operators) {
    lines.push(`  o${id}${shape(kind, `${name}${parallelism > 1 ? ` x${parallelism}` : ''}`)}`)
  }
  for (const { source, target, strategy } of graph.edges) lines.push(`  o${source} -->|${strategy}| o${target}`)
  return `${lines.join('\n')}\n`
}

/** The physical graph as a Mermaid flowchart, with a box per thread. */
export function physicalToMermaid(execution: ExecutionGraph, graph: LogicalGraph): string {
  const lines = ['flowchart LR']
  for (let thread = 0; thread < execution.threads; thread++) {
    lines.push(`  subgraph t${thread}["Thread ${thread}"]`)
    for (const { task, operatorId, index } of execution.instances.filter((instance) => instance.thread === thread)) {
      const { kind, name } = graph.operator(operatorId)
      lines.push(`    i${task}${shape(kind, `${name} [${index}]`)}`)
    }
    lines.push('  end')
  }
  for (const { from, to, chained } of execution.channels) lines.push(`  i${from} ${chained ? '---' : '-->'} i${to}`)
  return `${lines.join('\n')}\n`
}

function shape(kind: OperatorKind, label: string): string {
  const text = `"${escapeLabel(label)}"`
  if (kind === 'source') return `([${text}])`
  if (kind === 'sink') return `[/${text}/]`
  return `[${text}]`
}

/** Mermaid knows `#quot;` and numeric entities in quoted labels; everything that has a meaning there becomes one. */
function escapeLabel(label: string): string {
  return label.replace(/[#"<>&`\\]/g, (char) => `#${char.charCodeAt(0)};`).replace(/\s+/g, ' ')
}
