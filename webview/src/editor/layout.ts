import { Graph, layout } from '@dagrejs/dagre'
import type { Diagram } from '../shared/index.ts'

/** Size of a box, pixels at zoom 1; the style sheet has the same numbers. */
export const BOX = { width: 184, height: 60 }

/** Which way the flow runs. */
export type Direction = 'right' | 'down'

/** The way that leaves the boxes larger in a pane of this size, pixels: a long job beside its text runs downwards. */
export function bestDirection(pane: { readonly width: number; readonly height: number }): Direction {
  return pane.width >= 1.5 * pane.height ? 'right' : 'down'
}

/** Where each operator goes, by id: its upper left corner. */
export function place(diagram: Diagram, direction: Direction): Map<number, { x: number; y: number }> {
  const graph = new Graph({ multigraph: true })
  const rankdir = direction === 'right' ? 'LR' : 'TB'
  graph.setGraph({ rankdir, nodesep: 28, ranksep: direction === 'right' ? 84 : 36, marginx: 24, marginy: 24 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { id } of diagram.operators) graph.setNode(String(id), { ...BOX })
  for (const { id, source, target } of diagram.edges) graph.setEdge(String(source), String(target), {}, String(id))
  layout(graph)
  return new Map(
    diagram.operators.map(({ id }) => {
      const { x, y } = graph.node(String(id)) as { x: number; y: number }
      return [id, { x: x - BOX.width / 2, y: y - BOX.height / 2 }]
    }),
  )
}
