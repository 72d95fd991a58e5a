import type { PanelRecord, RecordsEdge } from 'millrace-webview/shared'

/** What matters here of a logical graph, as a job or a preview tells it. */
export interface RecordsGraph {
  readonly operators: readonly { readonly id: number; readonly name: string; readonly parallelism: number }[]
  readonly edges: readonly {
    readonly id: number
    readonly source: number
    readonly target: number
    readonly output: string
    readonly port: number
    readonly strategy: string
  }[]
}

/** One edge of one job of a file, or (without `edge`) what an operator emits that nobody reads. */
export interface EdgePlace {
  readonly job: number
  readonly edge?: number
  readonly source: number
  readonly output: string
}

export const edgeId = ({ job, edge, source, output }: EdgePlace): string =>
  edge === undefined ? `${job}:${source}>${output}` : `${job}:${edge}`

/** `Parse → Late`, `Parse (late) → Count`: an edge by its operators, and by its output where that has a tag. */
export function edgeLabel(graph: RecordsGraph, { edge, source, output }: EdgePlace): string {
  const from = operatorOf(graph, source)?.name ?? '?'
  const target = graph.edges.find(({ id }) => id === edge)?.target
  const to = target === undefined ? '' : ` ${operatorOf(graph, target)?.name ?? '?'}`
  return `${from}${output === 'main' ? '' : ` (${output})`} →${to}`
}

/** An edge to choose from. */
export function panelEdge(graph: RecordsGraph, place: EdgePlace, more: Pick<RecordsEdge, 'job' | 'numRecords'>) {
  const strategy = graph.edges.find(({ id }) => id === place.edge)?.strategy
  return { id: edgeId(place), label: edgeLabel(graph, place), ...(strategy ? { strategy } : {}), ...more }
}

/** What is the same for every record of an edge. */
export function recordMaker(graph: RecordsGraph, place: EdgePlace) {
  const source = operatorOf(graph, place.source)
  const edge = graph.edges.find(({ id }) => id === place.edge)
  const target = edge && operatorOf(graph, edge.target)
  const facts = {
    edge: edgeLabel(graph, place),
    source: source?.name ?? '?',
    read: graph.edges.every((one) => one.target !== place.source),
  }
  return (
    record: Pick<PanelRecord, 'id' | 'text' | 'json' | 'cut' | 'key' | 'time'> & { instance: number; to?: number },
  ): PanelRecord => {
    const { instance, to, ...rest } = record
    return {
      ...rest,
      ...facts,
      from: instanceName(source, instance),
      ...(to === undefined || !target ? {} : { to: instanceName(target, to) }),
    }
  }
}

type Operator = RecordsGraph['operators'][number]

const operatorOf = ({ operators }: RecordsGraph, id: number) => operators.find((one) => one.id === id)

const instanceName = (operator: Operator | undefined, instance: number) =>
  operator === undefined ? '?' : operator.parallelism > 1 ? `${operator.name}[${instance}]` : operator.name
