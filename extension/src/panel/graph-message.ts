import type { ExecutionGraph, LogicalGraph } from 'millrace/graph'
import type { Bundle, Lane, PhysicalGraph } from 'millrace-webview/shared'

/** A job's physical graph as the panel draws it. */
export function physicalGraph(logical: LogicalGraph, execution: ExecutionGraph): PhysicalGraph {
  const lanes: Lane[] = []
  const laneOf: number[] = []
  const threadOf: number[] = []
  let firstInstance = 0
  const heads = execution.chains.map(({ operators }) => operators[0])
  const threads = threadsOf(execution, new Set(heads))
  for (const [index, { operators, parallelism }] of execution.chains.entries()) {
    lanes.push({ operators, parallelism, first: threadOf.length, firstInstance })
    for (const id of operators) laneOf[id] = index
    threadOf.push(...threads.get(heads[index])!)
    firstInstance += operators.length * parallelism
  }
  const operators = logical.operators.map(({ name, kind }) => ({ name, kind }))
  return { threads: execution.threads, operators, lanes, bundles: bundles(logical, execution, laneOf), threadOf }
}

/** By operator: the threads of its instances. */
function threadsOf({ instances }: ExecutionGraph, operators: ReadonlySet<number>): Map<number, number[]> {
  const threads = new Map<number, number[]>()
  for (const { operatorId, thread } of instances) {
    if (!operators.has(operatorId)) continue
    const of = threads.get(operatorId)
    if (of) of.push(thread)
    else threads.set(operatorId, [thread])
  }
  return threads
}

function bundles(logical: LogicalGraph, execution: ExecutionGraph, laneOf: readonly number[]): Bundle[] {
  const pairsOf = new Map<number, number[]>()
  for (const { edgeId, from, to, chained } of execution.channels) {
    if (chained) continue
    const pair = [execution.instances[from].index, execution.instances[to].index]
    const of = pairsOf.get(edgeId)
    if (of) of.push(...pair)
    else pairsOf.set(edgeId, pair)
  }
  return [...pairsOf].map(([edgeId, pairs]): Bundle => {
    const { source, target, strategy } = logical.edge(edgeId)
    const sources = logical.operator(source).parallelism
    const targets = logical.operator(target).parallelism
    return {
      ...{ edgeId, from: laneOf[source], to: laneOf[target], source, target, strategy },
      channels: pairs.length / 2,
      pairs: ruleOf(pairs, sources, targets) ?? pairs,
    }
  })
}

/** Channels of an edge are different pairs, so that their number tells that they are all there are. */
function ruleOf(pairs: readonly number[], sources: number, targets: number): 'all' | 'same' | undefined {
  if (pairs.length / 2 === sources * targets) return 'all'
  const same = sources === targets && pairs.length / 2 === sources
  return same && pairs.every((instance, at) => instance === pairs[at & ~1]) ? 'same' : undefined
}
