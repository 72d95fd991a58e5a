import {
  expand,
  LogicalGraph,
  type LogicalGraphData,
  type Operator,
  physicalToJson,
} from '../../../runtime/src/graph/index.ts'
import type { TextJob, TextOperator } from './graph-from-text.ts'
import type { BuiltJob } from './job-files.ts'

type Compared = Omit<TextOperator, 'offset' | 'unknown'>
type Edges = LogicalGraphData['edges']

/** Everything that text and run have to agree in, a line for each operator and edge. */
export function drawn(operators: readonly Compared[], edges: TextJob['edges']): string {
  return [...operators.map(operatorLine), ...edges.map(edgeLine)].join('\n')
}

function operatorLine({ id, kind, name, uid, parallelism, slotGroup, onError, errorTag }: Compared): string {
  const tag = errorTag === undefined ? '' : ` to '${errorTag}'`
  return `${id} ${kind} '${name}' ×${parallelism} uid ${uid ?? '-'} in ${slotGroup} errors ${onError}${tag}`
}

function edgeLine({ source, output, target, port, ordinal, strategy, written, overridden }: TextJob['edges'][number]) {
  const instead = overridden === undefined ? '' : ` instead of ${overridden.join(', ')}`
  return `${source}.${output} -> ${target}:${port}#${ordinal} ${strategy}${written ? ' (written)' : ''}${instead}`
}

/** The graph of a text. What only running it says, a parallelism such as `cores / 2`, is the built one's. */
export function completed(job: TextJob, { graph: built }: BuiltJob): LogicalGraphData {
  const graph = new LogicalGraph({ maxParallelism: job.maxParallelism })
  for (const operator of job.operators) {
    const { offset: _, unknown: __, ...known } = asBuilt(operator, built.operators[operator.id])
    graph.addOperator({ ...known, parallelismOrigin: 'default' })
  }
  for (const { id: _, ordinal: __, ...edge } of job.edges) graph.addEdge(edge)
  graph.resolveDefaults()
  return graph.toJSON()
}

/** An operator with what the text does not know of it. */
function asBuilt(operator: TextOperator, twin: Operator | undefined): TextOperator {
  const unknown = (operator.unknown ?? []).map((part) => [part, twin?.[part]])
  return { ...operator, ...Object.fromEntries(unknown) }
}

/** The physical graph as `millrace graph --physical --format json` prints it, at the settings of the built job. */
export function physical(graph: LogicalGraphData, { threads, chaining }: BuiltJob, buildTime = 0): string {
  const logical = LogicalGraph.fromJSON(graph)
  return physicalToJson(expand(logical, { threads, chaining, buildTime }), logical)
}

/** `LINE:COLUMN` of an operator's method, both counted from 1. */
export function placeInText(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n')
  return `${before.length}:${before.at(-1)!.length + 1}`
}

/** The same of an operator that was built; none for one that another file makes. */
export function placeOf({ position }: Operator, file: string): string | undefined {
  return position?.file.endsWith(file) ? `${position.line}:${position.column}` : undefined
}

/**
 * What text and run say of the operators that the text knows, where it does not know all: operators are found again by
 * their place, and several of one place by their order.
 */
export function knownPart(
  text: string,
  file: string,
  job: TextJob,
  built: BuiltJob,
): { readonly fromText: string; readonly fromRun: string } {
  const known = job.operators.filter(({ opaque }) => !opaque)
  const runAt = new Map<string, Operator[]>()
  for (const operator of built.graph.operators) {
    const place = placeOf(operator, file) ?? 'elsewhere'
    runAt.set(place, [...(runAt.get(place) ?? []), operator])
  }
  const twins = new Map<number, Operator>()
  for (const operator of known) {
    const twin = runAt.get(placeInText(text, operator.offset))?.shift()
    if (twin !== undefined) twins.set(operator.id, twin)
  }
  const ids = new Set([...twins.values()].map(({ id }) => id))
  const edges: Edges = job.edges
    .filter(({ source, target }) => twins.has(source) && twins.has(target))
    .map((edge) => ({ ...edge, source: twins.get(edge.source)!.id, target: twins.get(edge.target)!.id, ordinal: 0 }))
  const builtEdges = built.graph.edges
    .filter(({ source, target }) => ids.has(source) && ids.has(target))
    .map((edge) => ({ ...edge, ordinal: 0 }))
  return {
    fromText: drawn(
      known.map((operator) => {
        const twin = twins.get(operator.id)
        // What nobody has built has a number that no operator has.
        return { ...asBuilt(operator, twin), id: twin?.id ?? -1 }
      }),
      edges,
    ),
    fromRun: drawn([...twins.values()], builtEdges),
  }
}
