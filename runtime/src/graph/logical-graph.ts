import { MultiDirectedGraph } from 'graphology'
import type { StrategyName } from '../partitioning/index.ts'
import type { Edge } from './edge.ts'
import type { Operator } from './operator.ts'
import type { Problem } from './problem.ts'

/** A logical graph as JSON. */
export interface LogicalGraphData {
  readonly name?: string
  readonly maxParallelism?: number
  readonly operators: readonly Operator[]
  readonly edges: readonly Edge[]
  readonly hints?: readonly Problem[]
}

/**
 * The operators of a job and the edges between them: a directed multigraph of plain data. It may be ill-formed while it
 * is built (a cycle, an operator without input); `validate` says what is wrong with it.
 */
export class LogicalGraph {
  readonly name: string | undefined
  readonly maxParallelism: number | undefined
  private readonly topology = new MultiDirectedGraph()
  private readonly operatorList: Operator[] = []
  private readonly edgeList: Edge[] = []
  private readonly hintList: Problem[] = []

  constructor(options: { name?: string; maxParallelism?: number } = {}) {
    this.name = options.name
    this.maxParallelism = options.maxParallelism
  }

  static fromJSON(data: LogicalGraphData): LogicalGraph {
    const graph = new LogicalGraph(data)
    for (const operator of data.operators) graph.addOperator(operator)
    for (const edge of data.edges) graph.addEdge(edge)
    for (const hint of data.hints ?? []) graph.addHint(hint)
    return graph
  }

  toJSON(): LogicalGraphData {
    return {
      ...(this.name === undefined ? {} : { name: this.name }),
      ...(this.maxParallelism === undefined ? {} : { maxParallelism: this.maxParallelism }),
      operators: [...this.operatorList],
      edges: [...this.edgeList],
      ...(this.hintList.length === 0 ? {} : { hints: [...this.hintList] }),
    }
  }

  /** In the order of their ids. */
  get operators(): readonly Operator[] {
    return this.operatorList
  }

  /** In the order of their ids. */
  get edges(): readonly Edge[] {
    return this.edgeList
  }

  /** What was noticed while the graph was built; `validate` reports it with the rest. */
  get hints(): readonly Problem[] {
    return this.hintList
  }

  /** Ids must come in order, from 0. */
  addOperator(operator: Operator): void {
    if (operator.id !== this.operatorList.length) {
      throw new RangeError(`operator ids are counted from 0: expected ${this.operatorList.length}, got ${operator.id}`)
    }
    this.operatorList.push(operator)
    this.topology.addNode(operator.id)
  }

  updateOperator(id: number, change: Partial<Omit<Operator, 'id'>>): void {
    this.operatorList[id] = { ...this.operator(id), ...change }
  }

  addEdge(edge: Omit<Edge, 'id' | 'ordinal'>): Edge {
    this.operator(edge.source)
    this.operator(edge.target)
    const alike = this.topology.edges(edge.source, edge.target).map((key) => this.edgeList[Number(key)])
    const ordinal = alike.filter((other) => other.output === edge.output && other.port === edge.port).length
    const added: Edge = { ...edge, id: this.edgeList.length, ordinal }
    this.edgeList.push(added)
    this.topology.addEdgeWithKey(added.id, edge.source, edge.target)
    return added
  }

  updateEdge(id: number, change: Partial<Pick<Edge, 'strategy' | 'written' | 'overridden'>>): void {
    this.edgeList[id] = { ...this.edge(id), ...change }
  }

  addHint(problem: Problem): void {
    this.hintList.push(problem)
  }

  operator(id: number): Operator {
    const operator = this.operatorList[id]
    if (operator === undefined) throw new RangeError(`there is no operator ${id}`)
    return operator
  }

  edge(id: number): Edge {
    const edge = this.edgeList[id]
    if (edge === undefined) throw new RangeError(`there is no edge ${id}`)
    return edge
  }

  inEdges(id: number): readonly Edge[] {
    return this.sorted(this.topology.inEdges(id))
  }

  outEdges(id: number): readonly Edge[] {
    return this.sorted(this.topology.outEdges(id))
  }

  private sorted(keys: readonly string[]): Edge[] {
    return keys.map((key) => this.edgeList[Number(key)]).sort((a, b) => a.id - b.id)
  }

  /** Operator ids, sources first, ties by id. Throws on a cycle. */
  topologicalOrder(): number[] {
    const { order, left } = this.sortable()
    if (left.size > 0) throw new Error('the graph has a cycle')
    return order
  }

  /** The operators on one cycle, in the order of flow, or undefined. */
  cycle(): number[] | undefined {
    const { left } = this.sortable()
    if (left.size === 0) return undefined
    // What cannot be sorted has an input that cannot be sorted either: going back one meets oneself.
    const path: number[] = []
    const seen = new Map<number, number>()
    let [id] = left
    while (!seen.has(id)) {
      seen.set(id, path.length)
      path.push(id)
      id = this.inEdges(id).find((edge) => left.has(edge.source))!.source
    }
    const cycle = path.slice(seen.get(id)).reverse()
    const first = cycle.indexOf(Math.min(...cycle))
    return [...cycle.slice(first), ...cycle.slice(0, first)]
  }

  /** As much of the topological order as there is, and the operators that are on a cycle or behind one. */
  private sortable(): { order: number[]; left: Set<number> } {
    const missing = this.operatorList.map(() => 0)
    const targets: number[][] = this.operatorList.map(() => [])
    for (const edge of this.edgeList) {
      missing[edge.target]++
      targets[edge.source].push(edge.target)
    }
    const order: number[] = []
    const left = new Set(missing.keys())
    // Inputs are nearly always made before what reads them, so that the next operator is the next id.
    for (let id = 0; id < missing.length; ) {
      if (!left.has(id) || missing[id] > 0) {
        id++
        continue
      }
      left.delete(id)
      order.push(id)
      let next = id + 1
      for (const target of targets[id]) if (--missing[target] === 0) next = Math.min(next, target)
      id = next
    }
    return { order, left }
  }

  /** Gives every edge whose strategy nobody wrote the default one, which depends on the parallelism at both ends. */
  resolveDefaults(): void {
    for (const edge of this.edgeList) {
      if (edge.written) continue
      const strategy = defaultStrategy(this.operator(edge.source), edge.output, this.operator(edge.target))
      if (strategy !== edge.strategy) this.updateEdge(edge.id, { strategy })
    }
  }
}

/** By key on a keyed stream; forward where the source's parallelism is a multiple of the target's; otherwise round robin. */
export function defaultStrategy(
  source: { readonly kind: string; readonly parallelism: number },
  output: string,
  target: { readonly parallelism: number },
): StrategyName {
  // What a keyBy puts into a side output are records that it found no key for.
  if (source.kind === 'keyBy' && output === 'main') return 'ShuffleByKey'
  return source.parallelism % target.parallelism === 0 ? 'Forward' : 'RoundRobin'
}
