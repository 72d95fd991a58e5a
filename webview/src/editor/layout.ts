import { Graph, layout } from '@dagrejs/dagre'
import type { Diagram } from '../shared/index.ts'

/** Size of a box, pixels at zoom 1; the style sheet has the same numbers. */
export const BOX = { width: 184, height: 60 }

/** Where each operator goes, by id: its upper left corner. The flow runs from left to right. */
export function place(diagram: Diagram): Map<number, { x: number; y: number }> {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'LR', nodesep: 28, ranksep: 84, marginx: 24, marginy: 24 })
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
