import { type Flow, type FlowNode, groupBy, type Placing } from './flow.ts'
import type { LaidOutNode, Layout, LayoutRequest } from './layout.ts'

/** A placing as others know it: points instead of places along and across the flow, and layers numbered from 0. */
export function layoutOf(
  { direction, nodes, edges }: LayoutRequest,
  flow: Flow,
  { layers, spans, spots }: Placing,
): Layout {
  const used = [...spans.keys()].sort((a, b) => a - b)
  const number = new Map(used.map((layer, index) => [layer, index]))
  const orders = new Map<FlowNode, number>()
  for (const members of groupBy(flow.nodes, (node) => layers.get(node)!).values()) {
    members.sort((a, b) => spots.get(a)!.across - spots.get(b)!.across || a.index - b.index)
    for (const [order, node] of members.entries()) orders.set(node, order)
  }
  const sizes = new Map(nodes.map((node) => [node.key, node]))
  return {
    direction,
    nodes: flow.nodes.map((node): LaidOutNode => {
      const { along, across } = spots.get(node)!
      const { width, height } = sizes.get(node.key)!
      const point = direction === 'right' ? { x: along, y: across } : { x: across, y: along }
      return { key: node.key, ...point, width, height, layer: number.get(layers.get(node)!)!, order: orders.get(node)! }
    }),
    edges: edges.map(({ source, target }) => ({ source, target })),
    layers: used.map((layer) => spans.get(layer)!.from),
  }
}
