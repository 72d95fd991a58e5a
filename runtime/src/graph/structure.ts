import { createHash } from 'node:crypto'
import type { Edge } from './edge.ts'
import type { LogicalGraph } from './logical-graph.ts'
import type { Operator } from './operator.ts'

/**
 * What has to be the same in every thread that builds the graph, as a short text. Positions and details do not count;
 * the user's functions cannot be compared.
 */
export function structuralHash(graph: LogicalGraph): string {
  const hash = createHash('sha1')
  hash.update(JSON.stringify([graph.maxParallelism, graph.operators.map(operatorShape), graph.edges.map(edgeShape)]))
  return hash.digest('hex')
}

/** A sentence about the first operator or edge in which two graphs differ, or undefined. */
export function firstDifference(ours: LogicalGraph, theirs: LogicalGraph): string | undefined {
  if (ours.maxParallelism !== theirs.maxParallelism) {
    return `maxParallelism is ${show(ours.maxParallelism)} in one and ${show(theirs.maxParallelism)} in another`
  }
  const operators = Math.max(ours.operators.length, theirs.operators.length)
  for (let id = 0; id < operators; id++) {
    const a: Operator | undefined = ours.operators[id]
    const b: Operator | undefined = theirs.operators[id]
    if (a === undefined || b === undefined) {
      return `operator ${id} (${(a ?? b).name}) exists in only one of them`
    }
    const [x, y] = [operatorShape(a), operatorShape(b)]
    for (const key of Object.keys(x) as (keyof typeof x)[]) {
      if (x[key] !== y[key])
        return `the ${key} of operator ${id} (${a.name}) is ${show(x[key])} in one and ${show(y[key])} in another`
    }
  }
  const edges = Math.max(ours.edges.length, theirs.edges.length)
  for (let id = 0; id < edges; id++) {
    const a: Edge | undefined = ours.edges[id]
    const b: Edge | undefined = theirs.edges[id]
    if (JSON.stringify(a && edgeShape(a)) !== JSON.stringify(b && edgeShape(b))) {
      const edge = a ?? b
      return `the edge from ${ours.operator(edge.source).name} to ${ours.operator(edge.target).name} differs`
    }
  }
  return undefined
}

function operatorShape({ id, kind, name, uid, parallelism, slotGroup, onError, errorTag }: Operator) {
  return { id, kind, name, uid, parallelism, slotGroup, onError, errorTag }
}

function edgeShape({ source, output, target, port, ordinal, strategy }: Edge) {
  return [source, output, target, port, ordinal, strategy]
}

function show(value: unknown): string {
  return value === undefined ? 'unset' : JSON.stringify(value)
}
