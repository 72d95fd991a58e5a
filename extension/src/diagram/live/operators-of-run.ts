import { graphOf, type JobModel } from '../../document/index.ts'

/** What matters here of a logical graph, as a running job tells it. */
export interface RunGraph {
  readonly operators: readonly {
    readonly id: number
    readonly kind: string
    readonly name: string
    readonly uid?: string
  }[]
  readonly edges: readonly {
    readonly id: number
    readonly source: number
    readonly target: number
    readonly output: string
    readonly port: number
  }[]
}

/** Which operators and edges of a run are which of the model, by their ids in the run. */
export interface Matching {
  readonly operators: ReadonlyMap<number, number>
  readonly edges: ReadonlyMap<number, number>
  /** Whether everything of the run is still in the text, and nothing else. */
  readonly whole: boolean
}

/**
 * Finds the operators of a run in the text as it is now. As long as the text builds the same graph they are in its
 * order; afterwards those are found whose uid, or kind and name, are the only ones.
 *
 * @param name of the job, as `execute` got it: which environment of the text it is
 * @param job number of the job: which one it is, where no name says it
 */
export function matchRun(model: JobModel, run: RunGraph, name: string, job: number): Matching {
  const named = model.environments.findIndex((environment) => environment.name === name)
  const environment = named >= 0 ? named : job
  const { graph, operators } = graphOf(model, environment)
  const now = graph.toJSON() as RunGraph
  const modelEdges = edgesOf(model, environment)
  const same =
    now.operators.length === run.operators.length &&
    now.operators.every(({ kind, name }, at) => kind === run.operators[at].kind && name === run.operators[at].name) &&
    now.edges.length === run.edges.length &&
    now.edges.every((edge, at) => sameEdge(edge, run.edges[at]))
  if (same) {
    return {
      operators: new Map(run.operators.map(({ id }, at) => [id, operators[at].id])),
      edges: new Map(run.edges.map(({ id }, at) => [id, modelEdges[at]])),
      whole: true,
    }
  }
  const found = new Map<number, number>()
  for (const traits of [uidOf, nameOf]) {
    const mine = unique(now.operators, traits)
    for (const [trait, { id }] of unique(run.operators, traits)) {
      const other = mine.get(trait)
      if (other !== undefined && !found.has(id)) found.set(id, other.id)
    }
  }
  const edges = new Map<number, number>()
  for (const edge of run.edges) {
    const [source, target] = [found.get(edge.source), found.get(edge.target)]
    const at = now.edges.findIndex((one) => sameEdge(one, { ...edge, source: source ?? -1, target: target ?? -1 }))
    if (at >= 0) edges.set(edge.id, modelEdges[at])
  }
  return { operators: new Map([...found].map(([id, at]) => [id, operators[at].id])), edges, whole: false }
}

type Operator = RunGraph['operators'][number]
type Edge = RunGraph['edges'][number]

const uidOf = ({ uid }: Operator) => (uid === undefined ? undefined : `uid ${uid}`)
const nameOf = ({ kind, name }: Operator) => `${kind} ${name}`

function sameEdge(one: Omit<Edge, 'id'>, other: Omit<Edge, 'id'>): boolean {
  return (
    one.source === other.source && one.target === other.target && one.output === other.output && one.port === other.port
  )
}

/** The operators whose trait no other has. */
function unique(operators: readonly Operator[], trait: (one: Operator) => string | undefined): Map<string, Operator> {
  const found = new Map<string, Operator>()
  const twice = new Set<string>()
  for (const one of operators) {
    const key = trait(one)
    if (key === undefined) continue
    if (found.has(key)) twice.add(key)
    found.set(key, one)
  }
  for (const key of twice) found.delete(key)
  return found
}

/** Numbers of the model's edges of one environment, in the order in which `graphOf` adds them. */
function edgesOf({ operators, edges }: JobModel, environment: number): number[] {
  const inside = new Set(operators.flatMap((one) => (one.environment === environment ? [one.id] : [])))
  return edges.flatMap(({ id, source, target }) => (inside.has(source) && inside.has(target) ? [id] : []))
}
