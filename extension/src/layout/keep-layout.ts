import { arrange } from './arrange.ts'
import { type Flow, type FlowNode, GAP, groupBy, LAYER_GAP, type Placing, reach, type Spot, type Was } from './flow.ts'
import { keepLayers } from './keep-layers.ts'
import { blocksIn, overlap, spanLayers } from './layer-spans.ts'
import type { Layout } from './layout.ts'
import type { Span } from './rooms.ts'
import { wishOfNew } from './wish.ts'

/**
 * Moves a layout on after an edit: what was there stays unless something needs its room or its layer.
 *
 * @param before where the nodes of the previous layout are that are still there
 */
export function keepLayout(
  flow: Flow,
  previous: Layout,
  before: ReadonlyMap<FlowNode, Was>,
  editedKey: string | undefined,
): Placing {
  const staying = stayingNodes(flow, previous, before, editedKey)
  const fixed = fixedNodes(flow, before, staying)
  const layers = keepLayers(flow, previous, before, staying)
  const anchor = anchorOf(flow, previous, before, layers, editedKey)
  const spans = spanLayers(layers, LAYER_GAP[previous.direction], anchor, previous.layers)

  const byOrder = (a: FlowNode, b: FlowNode) => before.get(a)!.order - before.get(b)!.order
  const spots = new Map(fixed)
  const members = groupBy(
    flow.nodes.filter((node) => !fixed.has(node)),
    (node) => layers.get(node)!,
  )
  for (const [layer, nodes] of [...members].sort(([a], [b]) => a - b)) {
    const span = spans.get(layer)!
    const wish = (node: FlowNode) => {
      const old = before.get(node)
      const at = old ? old.across + shiftOfInput(node, before, spots) : wishOfNew(node, layers, before, spots)
      return { at: Math.round(at), breadth: node.breadth }
    }
    const stays = nodes.filter((node) => before.get(node)?.layer === layer).sort(byOrder)
    const unmoved = [...staying].filter((node) => fixed.has(node) && !node.placed && layers.get(node) === layer)
    const kept = stays.map((node) => ({ ...wish(node), between: gapOf(node, unmoved, before) }))
    const pushed = nodes.filter((node) => before.has(node) && !stays.includes(node)).sort(byOrder)
    const newcomers = [...pushed, ...nodes.filter((node) => !before.has(node))]
    const coming = newcomers.map((node) => ({ ...wish(node), group: before.get(node)?.layer }))
    const found = arrange(kept, coming, blocksIn(span, fixed), GAP)
    for (const [index, node] of [...stays, ...newcomers].entries())
      spots.set(node, { along: span.from, across: found[index] })
  }
  return { layers, spans, spots }
}

/** The edited node, and what is upstream of it or was, in this order. */
function stayingNodes(
  flow: Flow,
  previous: Layout,
  before: ReadonlyMap<FlowNode, Was>,
  editedKey: string | undefined,
): Set<FlowNode> {
  if (editedKey === undefined) return new Set()
  const edited = flow.byKey.get(editedKey)
  const inputsBefore = groupBy(previous.edges, ({ target }) => target)
  const upstreamBefore = reach([editedKey], (key) => inputsBefore.get(key)?.map(({ source }) => source) ?? [])
  const staying = [
    edited,
    ...[...upstreamBefore].map((key) => flow.byKey.get(key)),
    ...(edited ? reach([edited], ({ inputs }) => inputs) : []),
  ]
  return new Set(staying.filter((node) => node !== undefined).filter((node) => before.has(node)))
}

/** Where a person put a node, and where those that stay were unless they would cover such a one or the edited node. */
function fixedNodes(
  flow: Flow,
  before: ReadonlyMap<FlowNode, Was>,
  staying: ReadonlySet<FlowNode>,
): Map<FlowNode, Spot> {
  const fixed = new Map<FlowNode, Spot>()
  for (const node of flow.nodes) if (node.placed) fixed.set(node, node.placed)
  for (const node of staying) {
    const spot = before.get(node)!
    if (node.placed || [...fixed].some(([other, otherSpot]) => overlap(node, spot, other, otherSpot))) continue
    fixed.set(node, spot)
  }
  return fixed
}

/** The layer from which the others are measured: that of the edit, or the nearest before it that was there already. */
function anchorOf(
  flow: Flow,
  previous: Layout,
  before: ReadonlyMap<FlowNode, Was>,
  layers: ReadonlyMap<FlowNode, number>,
  editedKey: string | undefined,
): { layer: number; at: number } {
  const changed = flow.nodes.filter((node) => node.key === editedKey).map((node) => layers.get(node)!)
  if (changed.length === 0) {
    const removed = previous.nodes.filter(({ key }) => !flow.byKey.has(key))
    const edited = removed.find(({ key }) => key === editedKey)
    if (edited) changed.push(edited.layer)
    else changed.push(...removed.map(({ layer }) => layer))
    if (!edited) for (const node of flow.nodes) if (!before.has(node)) changed.push(layers.get(node)!)
  }
  const used = [...new Set(layers.values())].sort((a, b) => a - b)
  const known = used.filter((layer) => layer in previous.layers)
  const layer = known.findLast((layer) => layer <= Math.min(...changed)) ?? known[0] ?? used[0]
  return { layer, at: previous.layers[layer] ?? 0 }
}

/** Ends of the two boxes of a layer that do not move between which a node was. */
function gapOf(node: FlowNode, unmoved: readonly FlowNode[], before: ReadonlyMap<FlowNode, Was>): Span {
  const { order } = before.get(node)!
  const above = unmoved.filter((other) => before.get(other)!.order < order)
  const below = unmoved.filter((other) => before.get(other)!.order > order)
  return {
    from: Math.max(...above.map((other) => Math.floor(before.get(other)!.across) + other.breadth)),
    to: Math.min(...below.map((other) => Math.ceil(before.get(other)!.across))),
  }
}

/** A straight chain stays straight: who stood exactly behind its only input follows it. */
function shiftOfInput(node: FlowNode, before: ReadonlyMap<FlowNode, Was>, now: ReadonlyMap<FlowNode, Spot>): number {
  const [input] = node.inputs
  if (node.inputs.length !== 1 || input.outputs.length !== 1 || input.placed) return 0
  const was = before.get(input)
  const is = now.get(input)
  if (was === undefined || is === undefined) return 0
  const straight = was.across + input.breadth / 2 === before.get(node)!.across + node.breadth / 2
  return straight ? is.across - was.across : 0
}
