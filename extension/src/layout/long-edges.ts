import { type Flow, type FlowNode, inFlowOrder } from './flow.ts'

/** Layers an edge may cross in a large diagram before it has no say in the layout. */
const LONG = 6

/**
 * ELK sees an edge that crosses layers as a box in each of these, and its time grows with them. Tells which edges cross
 * many, and how many boxes the others come to.
 */
export function longEdges(flow: Flow): { isLong: (source: FlowNode, target: FlowNode) => boolean; boxes: number } {
  const { order, inputs } = inFlowOrder(
    flow,
    (node) => node.inputs.length,
    () => false,
  )
  const layers = new Map<FlowNode, number>()
  for (const node of order) layers.set(node, Math.max(0, ...inputs.get(node)!.map((input) => layers.get(input)! + 1)))
  // Who feeds more than it is fed by stands close to what it feeds: sources of later joins.
  for (const node of [...order].reverse()) {
    const later = node.outputs.map((output) => layers.get(output)!).filter((layer) => layer > layers.get(node)!)
    if (later.length > 0 && later.length >= inputs.get(node)!.length) layers.set(node, Math.min(...later) - 1)
  }
  const span = (source: FlowNode, target: FlowNode) => Math.abs(layers.get(target)! - layers.get(source)!)
  const boxes = flow.edges.reduce(
    (sum, { source, target }) => sum + Math.max(0, span(source, target) - 1),
    flow.nodes.length,
  )
  return { isLong: (source, target) => span(source, target) > LONG, boxes }
}

/** Puts nodes into later layers where an edge that ELK did not see would lead back. */
export function mendLayers(flow: Flow, layers: ReadonlyMap<FlowNode, number>): Map<FlowNode, number> {
  const mended = new Map<FlowNode, number>()
  const { order, inputs } = inFlowOrder(
    flow,
    (node) => layers.get(node)!,
    () => false,
  )
  for (const node of order)
    mended.set(node, Math.max(layers.get(node)!, ...inputs.get(node)!.map((input) => mended.get(input)! + 1)))
  return mended
}
