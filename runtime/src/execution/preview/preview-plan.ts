import { fromCollection } from '../../connectors/index.ts'
import { type Edge, LogicalGraph, upstream } from '../../graph/index.ts'
import type { OperatorFactory } from '../../operators/index.ts'
import type { JobPlan } from '../job-plan.ts'
import type { SourceRecords } from './read-source.ts'
import { recordedSource } from './recorded-source.ts'

/** What of a job a preview runs. */
export interface PreviewParts {
  readonly graph: LogicalGraph
  /** Operators that run; the others get records at most, and do nothing with them. */
  readonly operators: ReadonlySet<number>
  /** Edges whose records are shown: all out of these operators, and one behind each that nobody reads yet. */
  readonly edges: readonly Edge[]
  /** Number of edges of the job itself; those behind them were added here. */
  readonly ownEdges: number
}

/** Lets nothing pass. */
const drop: OperatorFactory = () => ({ shape: 'filter', apply: () => false })

/**
 * The part of a job that a preview runs. All operators and edges keep their ids: a preview speaks of the same ones as the
 * job and its diagram.
 *
 * @param operatorId where the preview ends; undefined: all of the job
 */
export function previewParts(plan: JobPlan, operatorId: number | undefined): PreviewParts {
  const graph = LogicalGraph.fromJSON(plan.graph.toJSON())
  const operators =
    operatorId === undefined ? new Set(graph.operators.map(({ id }) => id)) : upstream(graph, operatorId)
  const ownEdges = graph.edges.length
  for (const id of operators) {
    const operator = graph.operator(id)
    if (operator.kind === 'source') graph.updateOperator(id, { parallelism: 1 })
    if (operator.kind === 'sink' || graph.outEdges(id).some(({ output }) => output === 'main')) continue
    const { parallelism, slotGroup } = graph.operator(id)
    const end = graph.operators.length
    graph.addOperator({
      id: end,
      kind: 'sink',
      name: operator.name,
      parallelism,
      parallelismOrigin: 'fixed',
      slotGroup,
      onError: 'fail',
    })
    graph.addEdge({ source: id, output: 'main', target: end, port: 0, strategy: 'Forward', written: true })
  }
  return { graph, operators, edges: graph.edges.filter(({ source }) => operators.has(source)), ownEdges }
}

/**
 * The plan of these parts: sources give what was read of them, there are no sinks, and state is kept in memory, so that
 * the runtime writes nothing.
 */
export function previewPlan(
  plan: JobPlan,
  { graph, operators }: PreviewParts,
  read: ReadonlyMap<number, SourceRecords>,
): JobPlan {
  const factories = new Map(plan.operators)
  for (const { id, kind } of plan.graph.operators) {
    if (!operators.has(id) && kind !== 'source' && kind !== 'sink') factories.set(id, drop)
  }
  const sources = new Map(
    [...plan.sources.keys()].map((id) => {
      const records = read.get(id)
      return [id, records === undefined ? fromCollection([]) : recordedSource(records)]
    }),
  )
  return {
    ...plan,
    graph,
    operators: factories,
    sources,
    sinks: new Map(),
    config: { ...plan.config, state: undefined },
  }
}
