import type { ELK, ElkNode } from 'elkjs/lib/elk.bundled.js'
import { type Flow, type FlowNode, GAP, type Spot } from './flow.ts'
import { longEdges, mendLayers } from './long-edges.ts'

/** For each node its layer, and where across the flow it would like to begin. */
export type Layering = ReadonlyMap<FlowNode, { readonly layer: number; readonly across: number }>

let engine: ELK | undefined

/** ELK is given the flow as running to the right, whatever its direction: the rest of the layout does the turning. */
const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.randomSeed': '1',
  // What long edges connected is still laid out as one.
  'elk.separateConnectedComponents': 'false',
  'elk.spacing.nodeNode': String(GAP),
  'elk.edgeRouting': 'POLYLINE',
  // What comes first in the text stands first, so that a small edit of it gives a similar picture.
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
}

/** Boxes, those of edges across layers counted, from which on fewer crossings are not worth the time. */
const MANY = 300
/** The number from which on long edges have no say. */
const TOO_MANY = 1000

/** Lays out by ELK, each connected part on its own, the parts below each other in the order of their first nodes. */
export async function layOutAnew(flow: Flow): Promise<Layering> {
  const layering = new Map<FlowNode, { layer: number; across: number }>()
  let free = 0
  for (const part of connectedParts(flow)) {
    const laidOut = part.length === 1 ? new Map([[part[0], { layer: 0, across: 0 }]]) : await layOutPart(flow, part)
    const first = Math.min(...[...laidOut.values()].map(({ across }) => across))
    let end = free
    for (const [node, { layer, across }] of laidOut) {
      layering.set(node, { layer, across: free + across - first })
      end = Math.max(end, free + across - first + node.breadth)
    }
    free = end + GAP
  }
  return layering
}

function connectedParts(flow: Flow): FlowNode[][] {
  const parts: FlowNode[][] = []
  const seen = new Set<FlowNode>()
  for (const start of flow.nodes) {
    if (seen.has(start)) continue
    const part: FlowNode[] = []
    const open = [start]
    seen.add(start)
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      part.push(node)
      for (const neighbour of [...node.inputs, ...node.outputs]) {
        if (seen.has(neighbour)) continue
        seen.add(neighbour)
        open.push(neighbour)
      }
    }
    parts.push(part.sort((a, b) => a.index - b.index))
  }
  return parts
}

async function layOutPart(flow: Flow, nodes: readonly FlowNode[]): Promise<Layering> {
  const inPart = new Set(nodes)
  const part = { ...flow, nodes, edges: flow.edges.filter(({ source }) => inPart.has(source)) }
  const { isLong, boxes } = longEdges(part)
  if (boxes <= TOO_MANY) return layeringBy(nodes, await runElk(nodes, part.edges, boxes > MANY ? '3' : '7'))
  const short = part.edges.filter(({ source, target }) => !isLong(source, target))
  const layering = layeringBy(nodes, await runElk(nodes, short, '1'))
  const mended = mendLayers(part, new Map([...layering].map(([node, { layer }]) => [node, layer])))
  return new Map([...layering].map(([node, { across }]) => [node, { layer: mended.get(node)!, across }]))
}

/** All boxes were of one length: those of a layer begin at the same place. */
function layeringBy(nodes: readonly FlowNode[], spots: readonly Spot[]): Layering {
  const alongs = [...new Set(spots.map(({ along }) => along))].sort((a, b) => a - b)
  const layerAt = new Map(alongs.map((along, layer) => [along, layer]))
  return new Map(nodes.map((node, index) => [node, { ...spots[index], layer: layerAt.get(spots[index].along)! }]))
}

/** @param thoroughness how many times it tries to have fewer crossings */
async function runElk(nodes: readonly FlowNode[], edges: Flow['edges'], thoroughness: string): Promise<Spot[]> {
  const ports = new Map<FlowNode, Set<string>>()
  const end = (node: FlowNode, side: 'EAST' | 'WEST', port: number | undefined) => {
    if (port === undefined) return String(node.index)
    const id = `${node.index} ${side} ${port}`
    ports.set(node, (ports.get(node) ?? new Set()).add(id))
    return id
  }
  const elkEdges = edges.map(({ source, target, ports }, index) => ({
    id: `edge ${index}`,
    sources: [end(source, 'EAST', ports?.source)],
    targets: [end(target, 'WEST', ports?.target)],
  }))
  const graph: ElkNode = {
    id: 'flow',
    layoutOptions: { ...OPTIONS, 'elk.layered.thoroughness': thoroughness },
    children: nodes.map((node) => ({
      id: String(node.index),
      width: 100,
      height: node.breadth,
      ...portsOf(ports.get(node)),
    })),
    edges: elkEdges,
  }
  engine ??= await loadEngine()
  const { children = [] } = await engine.layout(graph)
  return children.map(({ x, y }) => ({ along: x!, across: y! }))
}

/** Not before it is needed: a thread that only moves layouts on is there much sooner. */
async function loadEngine(): Promise<ELK> {
  const { default: elk } = await import('elkjs/lib/elk.bundled.js')
  return new elk.default()
}

/** ELK counts ports clockwise: downwards on the right, upwards on the left. */
function portsOf(ids: ReadonlySet<string> | undefined): Pick<ElkNode, 'ports' | 'layoutOptions'> {
  if (ids === undefined) return {}
  const ports = [...ids].map((id) => {
    const [, side, port] = id.split(' ')
    const index = side === 'EAST' ? Number(port) : -Number(port)
    return { id, width: 0, height: 0, layoutOptions: { 'elk.port.side': side, 'elk.port.index': String(index) } }
  })
  return { ports, layoutOptions: { 'elk.portConstraints': 'FIXED_ORDER' } }
}
