import { type Flow, type FlowNode, inFlowOrder, reach, type Was } from './flow.ts'
import type { Layout } from './layout.ts'

/**
 * Gives each node a layer, by the numbers of the previous layout, below 0 before its first: a node changes its layer
 * only where one of its inputs would not be before it any more, or where a node that was removed had pushed it back.
 *
 * @param fixed nodes of the previous layout which keep their layers whatever their inputs
 */
export function keepLayers(
  flow: Flow,
  previous: Layout,
  before: ReadonlyMap<FlowNode, Was>,
  fixed: ReadonlySet<FlowNode>,
): Map<FlowNode, number> {
  const backwards = (source: FlowNode, target: FlowNode) =>
    fixed.has(source) && fixed.has(target) && before.get(source)!.layer >= before.get(target)!.layer
  const { order, inputs } = inFlowOrder(flow, (node) => before.get(node)?.layer ?? Number.MAX_SAFE_INTEGER, backwards)
  const slack = slackBehindRemoved(flow, previous)
  const latest = latestOfNew(order, before)
  // Nobody moves up past the place of the removed node, into layers that its edit has nothing to do with.
  const freed = Math.min(...previous.nodes.filter(({ key }) => !flow.byKey.has(key)).map(({ layer }) => layer))
  const layers = new Map<FlowNode, number>()
  for (const node of order) {
    const kept = before.get(node)?.layer
    let lowest: number | undefined
    for (const input of inputs.get(node)!) lowest = Math.max(lowest ?? Number.NEGATIVE_INFINITY, layers.get(input)! + 1)
    if (kept !== undefined && fixed.has(node)) layers.set(node, kept)
    else if (kept === undefined) layers.set(node, lowest ?? latest.get(node) ?? 0)
    else if (lowest === undefined) layers.set(node, kept)
    else
      layers.set(
        node,
        Math.max(lowest, slack.has(node) ? Math.min(kept, Math.max(lowest + slack.get(node)!, freed)) : kept),
      )
  }
  return layers
}

/** Layers that were empty before each node downstream of a removed one: as many are left when it moves up. */
function slackBehindRemoved(flow: Flow, { nodes, edges }: Layout): Map<FlowNode, number> {
  const outputs = new Map<string, string[]>()
  const ready = new Map<string, number>()
  const layers = new Map(nodes.map(({ key, layer }) => [key, layer]))
  for (const { source, target } of edges) {
    outputs.set(source, [...(outputs.get(source) ?? []), target])
    ready.set(target, Math.max(ready.get(target) ?? Number.NEGATIVE_INFINITY, layers.get(source)! + 1))
  }
  const removed = nodes.map(({ key }) => key).filter((key) => !flow.byKey.has(key))
  const slack = new Map<FlowNode, number>()
  for (const key of reach(removed, (key) => outputs.get(key) ?? [])) {
    const node = flow.byKey.get(key)
    if (node) slack.set(node, Math.max(0, layers.get(key)! - ready.get(key)!))
  }
  return slack
}

/** The last layer in which each new node is still before what it feeds. */
function latestOfNew(order: readonly FlowNode[], before: ReadonlyMap<FlowNode, Was>): Map<FlowNode, number> {
  const latest = new Map<FlowNode, number>()
  for (const node of [...order].reverse()) {
    if (before.has(node)) continue
    const fed = node.outputs
      .map((output) => before.get(output)?.layer ?? latest.get(output))
      .filter((layer) => layer !== undefined)
    if (fed.length > 0) latest.set(node, Math.min(...fed) - 1)
  }
  return latest
}
