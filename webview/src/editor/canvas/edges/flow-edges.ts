import type { Edge } from 'reactflow'
import type { Diagram, DiagramEdge, DiagramNode, Direction, Spot } from '../../../shared/index.ts'
import type { Lane } from './route.ts'
import { lookOf } from './strategies.tsx'

export interface EdgeData extends Lane, Record<string, unknown> {
  readonly edge: DiagramEdge
  readonly direction: Direction
}

export type StreamEdge = Edge<EdgeData, 'stream'>

let made: ReadonlyMap<string, StreamEdge> = new Map()

/** What React Flow draws as edges. What is as before is the same object, and is not drawn again. */
export function flowEdges(diagram: Diagram, selection: ReadonlySet<string>, dropKey?: string): StreamEdge[] {
  const { nodes, edges, spots, direction } = diagram
  const names = new Map(nodes.map((node: DiagramNode) => [node.key, node.name]))
  const leaving = counted(edges, ({ source, output }) => `${source}\n${output}`)
  const coming = counted(edges, ({ target, port }) => `${target}\n${port}`)
  const twins = new Map<string, number>()
  const drawnEdges = edges.map((edge) => {
    const { key, source, target, output, port } = edge
    const ports = `${source}\n${output}\n${target}\n${port}`
    const twin = twins.get(ports) ?? 0
    twins.set(ports, twin + 1)
    const lane: Lane = {
      fork: leaving.get(`${source}\n${output}`)! > 1,
      meet: coming.get(`${target}\n${port}`)! > 1,
      order: (spots[source] as Spot | undefined)?.order ?? 0,
      twin,
    }
    const selected = selection.has(key)
    const className = dropKey === key ? 'drop-target' : ''
    const ariaLabel = sentence(edge, names.get(source) ?? source, names.get(target) ?? target)
    const before = made.get(key)
    if (
      before &&
      alikeStreams(before.data!.edge, edge) &&
      before.selected === selected &&
      before.className === className &&
      before.ariaLabel === ariaLabel &&
      sameLane(before.data!, lane, direction)
    )
      return before
    const drawn: StreamEdge = {
      id: key,
      type: 'stream',
      source,
      target,
      sourceHandle: `out-${output}`,
      targetHandle: `in-${port}`,
      selected,
      className,
      // Its ends can be taken up when it is selected: two more elements on each edge would be slow.
      reconnectable: selected,
      ariaLabel,
      data: { edge, direction, ...lane },
    }
    return drawn
  })
  made = new Map(drawnEdges.map((edge) => [edge.id, edge]))
  return drawnEdges
}

/** Their numbers are not drawn. */
function alikeStreams(before: DiagramEdge, edge: DiagramEdge): boolean {
  if (before === edge) return true
  const names = Object.keys(edge) as (keyof DiagramEdge)[]
  return (
    Object.keys(before).length === names.length && names.every((name) => name === 'edge' || before[name] === edge[name])
  )
}

function sameLane(data: EdgeData, { fork, meet, order, twin }: Lane, direction: Direction): boolean {
  return (
    data.direction === direction &&
    data.fork === fork &&
    data.meet === meet &&
    data.order === order &&
    data.twin === twin
  )
}

function sentence({ strategy, written }: DiagramEdge, source: string, target: string): string {
  return `From ${source} to ${target}, ${lookOf(strategy).name}${written || strategy === 'default' ? '' : ' by default'}`
}

function counted<T>(entries: readonly T[], keyOf: (entry: T) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const entry of entries) counts.set(keyOf(entry), (counts.get(keyOf(entry)) ?? 0) + 1)
  return counts
}
