import type { LayoutEdge, LayoutRequest } from './layout.ts'

/** Pixels between two layers, and between two boxes of a layer. */
export const LAYER_GAP = { right: 84, down: 48 } as const
export const GAP = 28

/** A box in the terms of the flow: `along` is x where it runs to the right and y where it runs downwards. */
export interface FlowNode {
  readonly key: string
  readonly index: number
  /** Whole pixels, as all that the layout chooses: sums of them are exact. */
  readonly length: number
  readonly breadth: number
  readonly placed?: Spot
  readonly inputs: FlowNode[]
  readonly outputs: FlowNode[]
}

/** Where a box begins. */
export interface Spot {
  readonly along: number
  readonly across: number
}

/** Where a node was in the previous layout. */
export interface Was extends Spot {
  readonly layer: number
  readonly order: number
}

/** Where everything goes. Numbers of layers may begin anywhere and have holes. */
export interface Placing {
  readonly layers: ReadonlyMap<FlowNode, number>
  readonly spans: ReadonlyMap<number, { readonly from: number }>
  readonly spots: ReadonlyMap<FlowNode, Spot>
}

/** The diagram of a request, without what is wrong in it, the same for both directions. */
export interface Flow {
  readonly nodes: readonly FlowNode[]
  readonly edges: readonly {
    readonly source: FlowNode
    readonly target: FlowNode
    readonly ports: LayoutEdge['ports']
  }[]
  readonly byKey: ReadonlyMap<string, FlowNode>
}

export function readFlow({ nodes, edges, direction }: LayoutRequest): Flow {
  const byKey = new Map<string, FlowNode>()
  for (const { key, width, height, placed } of nodes) {
    if (byKey.has(key)) continue
    const right = direction === 'right'
    byKey.set(key, {
      key,
      index: byKey.size,
      length: Math.ceil(right ? width : height),
      breadth: Math.ceil(right ? height : width),
      placed: placed && (right ? { along: placed.x, across: placed.y } : { along: placed.y, across: placed.x }),
      inputs: [],
      outputs: [],
    })
  }
  const read: { source: FlowNode; target: FlowNode; ports: LayoutEdge['ports'] }[] = []
  for (const edge of edges) {
    const source = byKey.get(edge.source)
    const target = byKey.get(edge.target)
    if (source === undefined || target === undefined || source === target) continue
    read.push({ source, target, ports: edge.ports })
    source.outputs.push(target)
    target.inputs.push(source)
  }
  return { nodes: [...byKey.values()], edges: read, byKey }
}

/** All that can be reached from some nodes, without these themselves unless a cycle leads back. */
export function reach<T>(from: Iterable<T>, next: (node: T) => Iterable<T>): Set<T> {
  const found = new Set<T>()
  const open = [...from]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const neighbour of next(node)) {
      if (found.has(neighbour)) continue
      found.add(neighbour)
      open.push(neighbour)
    }
  }
  return found
}

/**
 * All nodes, each behind its inputs, and the edges for which that is so: in a cycle the one that leads back to the node
 * which comes first by `rank` is left out.
 */
export function inFlowOrder(
  flow: Flow,
  rank: (node: FlowNode) => number,
  leftOut: (source: FlowNode, target: FlowNode) => boolean,
): { order: FlowNode[]; inputs: Map<FlowNode, FlowNode[]> } {
  const starts = [...flow.nodes].sort((a, b) => rank(a) - rank(b) || a.index - b.index)
  const inputs = new Map<FlowNode, FlowNode[]>(flow.nodes.map((node) => [node, []]))
  const state = new Map<FlowNode, 'open' | 'done'>()
  const order: FlowNode[] = []
  for (const start of starts) {
    if (state.has(start)) continue
    state.set(start, 'open')
    const path = [{ node: start, next: 0 }]
    while (path.length > 0) {
      const step = path[path.length - 1]
      const target = step.node.outputs[step.next++]
      if (target === undefined) {
        state.set(step.node, 'done')
        order.push(step.node)
        path.pop()
      } else if (!leftOut(step.node, target) && state.get(target) !== 'open') {
        inputs.get(target)!.push(step.node)
        if (state.has(target)) continue
        state.set(target, 'open')
        path.push({ node: target, next: 0 })
      }
    }
  }
  return { order: order.reverse(), inputs }
}

export function groupBy<K, T>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}
