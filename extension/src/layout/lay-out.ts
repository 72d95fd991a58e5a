import { arrange } from './arrange.ts'
import {
  type Flow,
  type FlowNode,
  GAP,
  groupBy,
  LAYER_GAP,
  type Placing,
  readFlow,
  type Spot,
  type Was,
} from './flow.ts'
import { layOutAnew } from './lay-out-anew.ts'
import { blocksIn, spanLayers } from './layer-spans.ts'
import type { Layout, LayoutRequest } from './layout.ts'
import { layoutOf } from './layout-of.ts'
import { moveOn, whatWas } from './move-on.ts'

/**
 * Lays a diagram out in layers, an edge leading from a layer to a later one unless it closes a cycle.
 *
 * With a previous layout only what must move does: after one operator was added, removed or changed no two others of a
 * layer change their order, and the edited node and what is upstream of it stay. What a person placed stays; no box
 * covers another, but for two that a person placed so. The same request gives the same layout.
 *
 * Without a previous layout 1,000 nodes keep the thread busy for a second: see `LayoutThread`.
 */
export async function layOut(request: LayoutRequest): Promise<Layout> {
  const moved = moveOn(request)
  if (moved) return moved
  const flow = readFlow(request)
  if (flow.nodes.length === 0) return { direction: request.direction, nodes: [], edges: [], layers: [] }
  return layoutOf(request, flow, await placeAnew(request, flow, whatWas(request, flow)))
}

const ANYWHERE = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }

async function placeAnew(request: LayoutRequest, flow: Flow, before: ReadonlyMap<FlowNode, Was>): Promise<Placing> {
  const layering = await layOutAnew(flow)
  const layers = new Map([...layering].map(([node, { layer }]) => [node, layer]))
  const gap = LAYER_GAP[request.direction]
  const unshifted = spanLayers(layers, gap, { layer: 0, at: 0 })
  // Where a person or the last layout has put nodes, there the rest goes too.
  const known: [FlowNode, Spot][] = flow.nodes.flatMap((node) => (node.placed ? [[node, node.placed]] : []))
  const shiftBy =
    known.length > 0 ? known : [...before].filter(([node]) => !request.edited || node.key === request.edited)
  const along = median(shiftBy.map(([node, spot]) => spot.along - unshifted.get(layers.get(node)!)!.from))
  const across = median(shiftBy.map(([node, spot]) => spot.across - layering.get(node)!.across))

  const spans = spanLayers(layers, gap, { layer: 0, at: Math.round(along) })
  const spots = new Map(known)
  const fixed = new Map(known)
  const members = groupBy(
    flow.nodes.filter(({ placed }) => !placed),
    (node) => layers.get(node)!,
  )
  for (const [layer, nodes] of members) {
    const span = spans.get(layer)!
    nodes.sort((a, b) => layering.get(a)!.across - layering.get(b)!.across)
    const wishes = nodes.map((node) => ({
      at: Math.round(layering.get(node)!.across + across),
      breadth: node.breadth,
      between: ANYWHERE,
    }))
    const found = arrange(wishes, [], blocksIn(span, fixed), GAP)
    for (const [index, node] of nodes.entries()) spots.set(node, { along: span.from, across: found[index] })
  }
  return { layers, spans, spots }
}

/** The lower one of the two in the middle; 0 of none. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1] ?? 0
}
