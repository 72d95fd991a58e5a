import type { ExecutionGraph } from '../execution-graph.ts'
import type { LogicalGraph } from '../logical-graph.ts'
import type { Operator } from '../operator.ts'

/** The logical graph as text: every operator with its partitioning, then what is downstream of it. */
export function printLogical(graph: LogicalGraph): string {
  const lines = banner('Logical Dataflow Graph')
  // A graph that runs in a circle has no order; it is printed all the same.
  const order = graph.cycle() === undefined ? graph.topologicalOrder() : graph.operators.map(({ id }) => id)
  for (const id of order) {
    lines.push(
      '====== Current Operator ======',
      ...describe(graph, graph.operator(id)),
      '====== Downstream Operators ======',
    )
    const targets = [...new Set(graph.outEdges(id).map((edge) => edge.target))]
    if (targets.length === 0) lines.push('None')
    for (const target of targets) lines.push(...describe(graph, graph.operator(target)))
    lines.push('')
  }
  return lines.join('\n')
}

function describe(graph: LogicalGraph, operator: Operator): string[] {
  const partitioning = graph
    .outEdges(operator.id)
    .map((edge) => `${edge.strategy} -> ${line(graph.operator(edge.target).name)} (${edge.target})`)
  return [
    `Operator ${operator.id}: ${line(operator.name)}${operator.detail ? ` [${line(operator.detail)}]` : ''}`,
    `  type: ${operator.kind}`,
    `  instances: ${operator.parallelism}`,
    `  partitioning: ${partitioning.length === 0 ? 'none' : partitioning.join(', ')}`,
  ]
}

/** Channels of one edge that are printed before the rest is only counted. */
const CHANNELS_SHOWN = 200

/**
 * The physical graph as text: every channel in topological order, then which instances run together on which thread.
 *
 * @param options.all prints every channel of edges that have more than 200
 */
export function printPhysical(execution: ExecutionGraph, graph: LogicalGraph, options: { all?: boolean } = {}): string {
  const lines = banner('Physical Dataflow Graph')
  lines.push(
    '(Source Operator ID,Source Operator Name,Source Instance ID) --> ' +
      '(Destination Operator ID,Destination Operator Name,Destination Instance ID)',
  )
  const end = (task: number) => {
    const { operatorId, index } = execution.instances[task]
    return `(${operatorId},${line(graph.operator(operatorId).name)},${index})`
  }
  const totals = new Map<number, number>()
  for (const { edgeId } of execution.channels) totals.set(edgeId, (totals.get(edgeId) ?? 0) + 1)
  const shown = new Map<number, number>()
  for (const channel of execution.channels) {
    const total = totals.get(channel.edgeId)!
    const count = (shown.get(channel.edgeId) ?? 0) + 1
    shown.set(channel.edgeId, count)
    if (options.all || count <= CHANNELS_SHOWN) lines.push(`${end(channel.from)} --> ${end(channel.to)}`)
    else if (count === total)
      lines.push(`.. and ${(total - CHANNELS_SHOWN).toLocaleString('en-US')} more channels of this edge`)
  }
  lines.push('', '====== Threads ======')
  for (let thread = 0; thread < execution.threads; thread++) {
    const tasks = execution.instances.filter(
      (instance) => instance.thread === thread && execution.chains[instance.chain].operators[0] === instance.operatorId,
    )
    const groups = [...new Set(tasks.map(({ chain }) => execution.chains[chain].slotGroup))].filter(
      (group) => group !== 'default',
    )
    lines.push(`Thread ${thread}${groups.length > 0 ? ` (slot group ${groups.join(', ')})` : ''}`)
    const most = options.all ? tasks.length : CHANNELS_SHOWN
    for (const { chain, index } of tasks.slice(0, most)) {
      const names = execution.chains[chain].operators.map((id) => line(graph.operator(id).name))
      lines.push(`  ${names.join(' + ')} [${index}]`)
    }
    if (tasks.length > most) lines.push(`  .. and ${(tasks.length - most).toLocaleString('en-US')} more`)
  }
  lines.push('')
  return lines.join('\n')
}

function banner(title: string): string[] {
  const middle = `===== ${title} =====`
  const bar = '='.repeat(middle.length)
  return [bar, middle, bar]
}

function line(text: string): string {
  return text.replace(/\s+/g, ' ')
}
