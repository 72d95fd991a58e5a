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
import { keepLayout } from './keep-layout.ts'
import { layOutAnew } from './lay-out-anew.ts'
import { blocksIn, spanLayers } from './layer-spans.ts'
import type { LaidOutNode, Layout, LayoutRequest } from './layout.ts'

/**
 * Lays a diagram out in layers, an edge leading from a layer to a later one unless it closes a cycle.
 *
 * With a previous layout only what must move does: after one operator was added, removed or changed no two others of a
 * layer change their order, and the edited node and what is upstream of it stay. What a person placed stays; no box
 * covers another, but for two that a person placed so. The same request gives the same layout.
 *
 * Up to some hundred nodes it takes milliseconds with a previous layout; without it 1,000 nodes keep the thread busy for
 * a second: see `LayoutThread`.
 */
export async function layOut(request: LayoutRequest): Promise<Layout> {
  const flow = readFlow(request)
  if (flow.nodes.length === 0) return { direction: request.direction, nodes: [], edges: [], layers: [] }
  const previous = request.previous?.direction === request.direction ? request.previous : undefined
  const before = previous ? whatWas(previous, flow) : new Map<FlowNode, Was>()
  // Where most is new, there is little to keep.
  const keep = previous && 2 * before.size >= flow.nodes.length
  const placing = keep ? keepLayout(flow, previous, before, request.edited) : await placeAnew(request, flow, before)
  return finish(request, flow, placing)
}

const ANYWHERE = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }

function whatWas({ nodes, direction }: Layout, flow: Flow): Map<FlowNode, Was> {
  const before = new Map<FlowNode, Was>()
  for (const { key, x, y, layer, order } of nodes) {
    const node = flow.byKey.get(key)
    const spot = direction === 'right' ? { along: x, across: y } : { along: y, across: x }
    if (node) before.set(node, { ...spot, layer, order })
  }
  return before
}

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

function finish({ direction, nodes, edges }: LayoutRequest, flow: Flow, { layers, spans, spots }: Placing): Layout {
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

/** The lower one of the two in the middle; 0 of none. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1] ?? 0
}
