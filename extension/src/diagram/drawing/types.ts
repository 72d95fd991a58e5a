import type { JobEdge, JobModel } from '../../document/index.ts'
import type { JobTypes } from '../../language/index.ts'

/** Types of the text before, for the same operators and edges, until the checker has answered for this one. */
export function carryTypes(before: JobModel, types: JobTypes, after: JobModel): JobTypes {
  const operators = new Map(before.operators.map(({ key, id }) => [key, types.operators[id]]))
  const edges = new Map(before.edges.map((edge) => [edgeKey(before, edge), types.edges[edge.id]]))
  return {
    operators: after.operators.map(({ key }) => operators.get(key) ?? null),
    edges: after.edges.map((edge) => edges.get(edgeKey(after, edge)) ?? null),
  }
}

export function edgeKey({ operators }: JobModel, { source, output, target, port, ordinal }: JobEdge): string {
  return `${operators[source].key}>${output}>${operators[target].key}>${port}>${ordinal}`
}
